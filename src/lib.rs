//! Lifeboat turns Markdown topics into a business-continuity playbook that opens when everything else is down.
