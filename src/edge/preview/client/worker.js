// Asks the preview for news and for pages, on behalf of all open pages of one playbook: one connection, however many
// tabs there are, and pages themselves may ask for nothing. Its name is the token that the server wants to see.
"use strict";

const token = self.name;
const pages = new Set();
let state = null;
let lost = false;

const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));

function tell(message) {
  for (const page of pages) page.postMessage(message);
}

/** @param {string} what address below /~lifeboat/ @returns {Promise<any>} */
async function ask(what) {
  const answer = await fetch(`/~lifeboat/${what}token=${token}`, { cache: "no-store" });
  if (answer.status === 403) throw new Error("stale");
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return answer.json();
}

/** Whether a server is there again that does not know our token: it was started anew. */
const isStale = (error) => error.message === "stale";

async function listen() {
  let wait = 250;
  for (;;) {
    try {
      const next = await ask(`state?since=${state && !lost ? state.number : 0}&`);
      wait = 250;
      const first = state === null || lost;
      if (lost) {
        lost = false;
        tell({ kind: "found" });
      }
      const news = first || next.number !== state.number;
      state = next;
      if (news) tell({ kind: "state", state });
      // The number is 0 until something is built; the question comes back at once then.
      if (first && next.number === 0) await pause(wait);
    } catch (error) {
      if (isStale(error)) {
        tell({ kind: "stale" });
        return;
      }
      if (!lost) {
        lost = true;
        tell({ kind: "lost" });
      }
      await pause(wait);
      wait = Math.min(wait * 2, 2000);
    }
  }
}

async function fetchPage(page, { url, number }) {
  try {
    const answer = await fetch(url, { cache: "no-store", headers: { Accept: "text/html" } });
    page.postMessage({ kind: "page", url, number, status: answer.status, html: await answer.text() });
  } catch {
    /* The question for news fails as well, and says so. */
  }
}

async function fetchBlocks(page, { path }) {
  try {
    page.postMessage({ kind: "blocks", path, blocks: await ask(`blocks?page=${encodeURIComponent(path)}&`) });
  } catch {
    page.postMessage({ kind: "blocks", path, blocks: null });
  }
}

/** @param {MessagePort} page */
function attend(page) {
  pages.add(page);
  page.onmessage = ({ data }) => {
    if (data.kind === "page") fetchPage(page, data);
    else if (data.kind === "blocks") fetchBlocks(page, data);
    else if (data.kind === "bye") pages.delete(page);
  };
  if (lost) page.postMessage({ kind: "lost" });
  else if (state) page.postMessage({ kind: "state", state });
}

let listening = false;
function begin() {
  if (!listening) listen();
  listening = true;
}

if ("onconnect" in self) {
  self.onconnect = (event) => {
    attend(event.ports[0]);
    begin();
  };
} else {
  // Where browsers share no workers, each page has one of its own.
  attend(self);
  begin();
}
