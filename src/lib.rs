//! Lifeboat turns Markdown topics into a business-continuity playbook that opens when everything else is down.
//!
//! The modules stand in the order of the data's way; each uses only what stands above it.

pub mod finding;
pub mod source;

pub mod config;

pub mod topic;

pub mod data;

pub mod overlay;

pub mod playbook;

pub mod page;

pub mod search;

pub mod theme;

pub mod print;

pub mod site;

pub mod build;

pub mod edge;

pub mod cli;
pub mod command;
