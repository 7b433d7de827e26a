// The note of a cue opens beside the text and closes again without leaving the page. Everything works without this file.

const note = () => document.getElementById("cue-note");
let from = null;

function letGo() {
  for (const cue of document.querySelectorAll(".app-cue--open")) {
    cue.classList.remove("app-cue--open");
    cue.removeAttribute("aria-current");
  }
}

function close() {
  const title = document.getElementById("cue-note-title");
  if (!title) return false;
  const back = from?.isConnected ? from : document.querySelector("a.app-cue--open");
  note().replaceChildren();
  letGo();
  back?.focus();
  return true;
}

document.body.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.id !== "cue-note") return;
  letGo();
  from = event.detail.requestConfig?.elt ?? null;
  from?.classList.add("app-cue--open");
  from?.setAttribute("aria-current", "true");
  document.getElementById("cue-note-title")?.focus({ preventScroll: true });
});

document.body.addEventListener("click", (event) => {
  if (event.target.closest?.(".app-note__close") && close()) event.preventDefault();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") close();
});
