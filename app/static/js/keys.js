// Keys for what is done often: each presses the link or button on the page that names the key. Everything works without them.
// The help page lists them and turns them off: people who speak to their computer need single letters to do nothing.

const KEPT = "plumbline-keys";

function kept() {
  try { return window.localStorage.getItem(KEPT); } catch { return null; }
}
function keep(value) {
  try { window.localStorage.setItem(KEPT, value); } catch { /* asked for anew on every page */ }
}
let off = kept() === "off";

function types(element) {
  return element.closest?.("input:not([type=radio], [type=checkbox], [type=submit]), textarea, select, [contenteditable]");
}

function wanted(key) {
  const found = document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`);
  return Array.from(found).find((element) => element.offsetParent !== null && !element.disabled);
}

document.addEventListener("keydown", (event) => {
  if (off || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.defaultPrevented) return;
  if (event.key.length !== 1 || types(event.target)) return;
  const element = wanted(event.key);
  if (!element) return;
  event.preventDefault();
  if (element.matches("input, textarea")) {
    element.focus();
    element.select();
  } else {
    element.click();
  }
});

const place = document.getElementById("keys-switch");
if (place) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "govuk-button govuk-button--secondary";
  const said = document.createElement("p");
  said.className = "govuk-body";
  said.setAttribute("role", "status");
  const show = () => {
    button.textContent = off ? "Turn the keys on" : "Turn the keys off";
    said.textContent = `The keys are ${off ? "off" : "on"} in this browser.`;
  };
  button.addEventListener("click", () => {
    off = !off;
    keep(off ? "off" : "on");
    show();
  });
  show();
  place.replaceChildren(said, button);
}
