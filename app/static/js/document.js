// Two comforts where papers are added: the chosen files with their sizes, and the agency only for agency reports.
// Everything works without this file.

const files = document.getElementById("files");
const chosen = document.getElementById("chosen");
function listChosen() {
  const most = Number(files.dataset.megabytes) * 1_000_000;
  chosen.replaceChildren(
    ...Array.from(files.files, (file) => {
      const line = document.createElement("li");
      const size = file.size < 100_000 ? `${Math.ceil(file.size / 1000)} KB` : `${(file.size / 1_000_000).toFixed(1)} MB`;
      line.textContent = `${file.name}, ${size}`;
      if (file.size > most) {
        line.textContent += `: larger than ${files.dataset.megabytes} MB, so it will not be stored`;
        line.className = "app-chosen__large";
      }
      return line;
    }),
  );
}
files?.addEventListener("change", listChosen);
// Files may have been chosen before this was loaded, or kept by the browser on going back.
if (files?.files.length) listChosen();

for (const part of document.querySelectorAll("[data-kind]")) {
  const kind = document.getElementById(part.dataset.kind);
  const update = () => { part.hidden = kind.value !== "agency"; };
  kind?.addEventListener("change", update);
  update();
}
