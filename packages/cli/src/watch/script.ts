/**
 * The script of the pages, served as a file of its own: puts in what the server sends, and asks before it sends a wish.
 * Markup comes from the server, where every text of a study was escaped.
 */
export const script = `"use strict";
const main = document.querySelector("main");
const lost = document.getElementById("lost");
const told = document.getElementById("told");
const dialog = document.getElementById("confirm");

const events = new EventSource(main.dataset.events);
events.addEventListener("open", () => { lost.hidden = true; });
events.addEventListener("error", () => { lost.hidden = false; });
events.addEventListener("part", (event) => {
  const { name, markup } = JSON.parse(event.data);
  const part = document.getElementById("part-" + name);
  if (!part) return;
  const across = [...part.querySelectorAll(".scroll")].map((each) => each.scrollLeft);
  part.innerHTML = markup;
  part.querySelectorAll(".scroll").forEach((each, i) => { each.scrollLeft = across[i] ?? 0; });
  if (name.startsWith("controls")) told.textContent = "";
});

async function send(study, wish) {
  told.textContent = "asked; the run hears it between evaluations";
  const answer = await fetch("/control/" + encodeURIComponent(study), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ wish }),
  }).catch(() => undefined);
  if (!answer) told.textContent = "not sent: proxybo watch does not answer";
  else if (!answer.ok) told.textContent = await answer.text();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-wish]");
  if (!button) return;
  const { study, wish, question } = button.dataset;
  if (!question) { send(study, wish); return; }
  dialog.querySelector("p").textContent = question;
  dialog.querySelector("button[value=yes]").textContent = button.textContent;
  dialog.returnValue = "";
  dialog.onclose = () => { if (dialog.returnValue === "yes") send(study, wish); };
  dialog.showModal();
});
`;
