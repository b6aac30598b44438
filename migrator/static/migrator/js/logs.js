// Follow the log: ask for the lines behind the last one, show them at the end, scroll along unless people read above.

import { clock } from "./format.js";
import { Poller } from "./poller.js";

const place = document.getElementById("log-lines");
const filters = document.getElementById("log-filters");
const follow = document.getElementById("log-follow");
const MOST = 1000;

let last = "";

function address() {
  const question = new URLSearchParams(new FormData(filters));
  question.set("after", last);
  return `${place.dataset.url}?${question}`;
}

function line(entry) {
  const made = document.createElement("li");
  made.className = entry.level.toLowerCase();
  for (const [name, text] of [["at", clock(entry.at)], ["level", entry.level], ["step", entry.step_id], ["message", entry.message]]) {
    const part = document.createElement("span");
    part.className = name;
    part.textContent = text;
    made.append(part, " ");
  }
  if (entry.error && !entry.message.includes(entry.error)) {
    const part = document.createElement("span");
    part.className = "error-text";
    part.textContent = entry.error;
    made.append(part);
  }
  return made;
}

function heard(data) {
  document.getElementById("log-empty").hidden = place.childElementCount + data.lines.length > 0;
  if (!data.lines.length) {
    return;
  }
  last = String(data.last);
  place.append(...data.lines.map(line));
  while (place.childElementCount > MOST) {
    place.firstElementChild.remove();
  }
  if (follow.checked) {
    place.scrollTop = place.scrollHeight;
  }
}

const connection = document.getElementById("connection");
const poller = new Poller({
  address,
  every: 2000,
  onData: heard,
  onLost: () => (connection.hidden = false),
  onBack: () => (connection.hidden = true),
});

filters.addEventListener("submit", (event) => event.preventDefault());
filters.addEventListener("change", (event) => {
  if (event.target !== follow) {
    last = "";
    place.replaceChildren();
    poller.now();
  }
});
place.addEventListener("scroll", () => {
  follow.checked = place.scrollTop + place.clientHeight >= place.scrollHeight - 40;
});
poller.now();
