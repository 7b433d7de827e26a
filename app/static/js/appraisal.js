// Two comforts on the pages of an appraisal: words marked in a paper become evidence, and a lost connection is said and
// mended. Everything works without this file.

const form = document.getElementById("marker-form") || document.querySelector("form");

// Marked words -> evidence.

const button = document.createElement("button");
button.type = "button";
button.textContent = "Use as evidence";
button.className = "govuk-button app-use-marked";
button.hidden = true;
document.body.append(button);

function offsetIn(node, offset) {
  // The nearest element with data-start tells at which character of the page its text begins.
  const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  const holder = element && element.closest("[data-start]");
  if (!holder) return null;
  const range = document.createRange();
  range.selectNodeContents(holder);
  range.setEnd(node, offset);
  // Offsets are in characters as Python counts them, so surrogate pairs count once.
  return Number(holder.dataset.start) + Array.from(range.toString()).length;
}

function marked() {
  const selection = window.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const start = range.startContainer.parentElement?.closest("[data-document]");
  if (!start || !start.contains(range.endContainer)) return null;
  const from = offsetIn(range.startContainer, range.startOffset);
  const to = offsetIn(range.endContainer, range.endOffset);
  if (from === null || to === null || to <= from) return null;
  return { document: start.dataset.document, page: start.dataset.page, from, to, words: selection.toString().trim(), range };
}

let chosen = null;
document.addEventListener("selectionchange", () => {
  chosen = form?.elements["ev-quote"] ? marked() : null;
  button.hidden = !chosen;
  if (chosen) {
    const box = chosen.range.getBoundingClientRect();
    button.style.setProperty("top", `${Math.max(8, Math.min(box.bottom + 8, window.innerHeight - 60))}px`);
    button.style.setProperty("left", `${Math.max(8, Math.min(box.left, window.innerWidth - 190))}px`);
  }
});
button.addEventListener("mousedown", (event) => event.preventDefault());
button.addEventListener("click", () => {
  if (!chosen) return;
  const fields = form.elements;
  fields["ev-quote"].value = chosen.words;
  fields["ev-document"].value = chosen.document;
  fields["ev-page"].value = chosen.page;
  fields["ev-start"].value = chosen.from;
  fields["ev-end"].value = chosen.to;
  button.hidden = true;
  window.getSelection().removeAllRanges();
  document.getElementById("evidence-form").scrollIntoView({ block: "center" });
  document.getElementById("ev-bearing").focus({ preventScroll: true });
});
form?.elements["ev-quote"]?.addEventListener("input", () => {
  // Words that were changed by hand are looked for again.
  for (const name of ["document", "page", "start", "end"]) form.elements[`ev-${name}`].value = "";
});

// A lost connection: say it, keep the words in the box, try again until it is saved.

const waiting = new Set();

function note(field, words, lost) {
  const status = field.querySelector(".app-saved");
  if (!status) return;
  let line = status.querySelector(".app-saved__note");
  if (!line) {
    line = document.createElement("span");
    line.className = "app-saved__note";
    status.append(line);
  }
  line.textContent = words;
  status.classList.toggle("app-saved--lost", lost);
}

function say(place, words) {
  const field = place.closest(".app-field");
  if (field) {
    note(field, ` ${words}`, true);
    return;
  }
  let line = place.querySelector(":scope > .govuk-error-message");
  if (!line) {
    line = document.createElement("p");
    line.className = "govuk-error-message";
    line.setAttribute("role", "alert");
    place.prepend(line);
  }
  line.textContent = words;
}

// An answer that is not the part that was asked for (signed out, no room) is said there and does not take its place:
// the words typed stay tied to what they are saved over.
document.body.addEventListener("htmx:beforeSwap", (event) => {
  const { target, serverResponse } = event.detail;
  if (!target?.id || serverResponse.includes(`id="${target.id}"`)) return;
  event.detail.shouldSwap = false;
  say(target, new DOMParser().parseFromString(serverResponse, "text/html").body.textContent.replace(/\s+/g, " ").trim());
});

// A place that was asked for from the form, or from the list of hits, is brought into view: on a phone the papers stand far
// below. The focus stays on the button, which has an id; where the button is gone, the page is the next best.
document.body.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.elt?.id !== "papers") return;
  const asked = event.detail.requestConfig?.elt;
  const paper = document.querySelector(".app-paper");
  if (!asked?.closest("#papers") || asked.closest(".app-hits__list")) {
    (paper?.querySelector("mark") || paper)?.scrollIntoView({ block: "center" });
  }
  if (document.activeElement === document.body) paper?.focus({ preventScroll: true });
});

document.body.addEventListener("input", (event) => {
  const field = event.target.closest?.(".app-field");
  if (field) waiting.add(field);
});
document.body.addEventListener("htmx:sendError", (event) => {
  const field = event.target.closest?.(".app-field");
  if (!field) {
    if (event.detail.target?.id) say(event.detail.target, "The page could not be fetched: the connection is lost. Try again when it is back.");
    return;
  }
  note(field, " Not saved: the connection is lost. Your words are still in the box, and saving is tried again.", true);
  setTimeout(() => window.htmx.trigger(field, "change"), 4000);
});
document.body.addEventListener("htmx:afterRequest", (event) => {
  const field = event.target.closest?.(".app-field");
  // An answer may say that what stands there waits for something else before it can be saved.
  const isSaved = event.detail.successful && !event.detail.xhr.response.includes("data-waiting");
  if (field && isSaved) waiting.delete(field);
});
let sending = false;
form?.addEventListener("submit", () => { sending = true; });
window.addEventListener("beforeunload", (event) => {
  if (!sending && waiting.size) event.preventDefault();
});

// The passage of a piece of evidence is brought into view within the papers; the form beside them stays where it is.

function showMark() {
  const panel = document.getElementById("papers");
  const mark = panel?.querySelector(".app-paper mark");
  if (mark && panel.scrollHeight > panel.clientHeight) {
    panel.scrollTop += mark.getBoundingClientRect().top - panel.getBoundingClientRect().top - panel.clientHeight / 3;
  }
}
showMark();
document.body.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id === "papers") showMark();
});
