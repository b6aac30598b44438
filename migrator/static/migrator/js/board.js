// The migration board: show the state, ask for the next one, carry out what people confirm.

import { changes } from "./announce.js";
import { drawSpeed, drawTimes } from "./charts.js";
import { ask, connectDialogs, labelOf } from "./dialogs.js";
import { duration, moment, number, shortMoment } from "./format.js";
import { Poller } from "./poller.js";
import { sample } from "./samples.js";

const board = document.getElementById("board");
const AT_WORK = 1000;
const AT_REST = 5000;
const LONG_WAIT_SECONDS = 8;
const PATHS = {
  server: "Rows travel inside the database server.",
  stream: "Rows travel through this program.",
};

let state = JSON.parse(document.getElementById("board-state").textContent);

/** Write a text only where it changes, so that nothing flickers and selections stay. */
function write(place, text) {
  if (place.textContent !== text) {
    place.textContent = text;
  }
}

function setClass(place, name) {
  if (place.className !== name) {
    place.className = name;
  }
}

function setBar(bar, percent, status) {
  if (bar.value !== percent) {
    bar.value = percent;
  }
  bar.dataset.status = status;
}

const NAMES = { migrate: "Migration", sync: "Sync", validate: "Comparison", reset: "Reset", dry_run: "Dry run" };
const AT = { migrate: "Migrating", sync: "Syncing", validate: "Comparing", reset: "Putting back", dry_run: "Dry run" };
const TONES = { completed: "good", failed: "bad", stopped: "warn", in_progress: "info", queued: "info", pending: "" };

function showSteps() {
  for (const step of state.steps) {
    const row = board.querySelector(`[data-step="${step.step_id}"]`);
    const field = (name) => row.querySelector(`[data-field="${name}"]`);
    write(field("status"), step.phase ? step.phase[0].toUpperCase() + step.phase.slice(1) : step.status_label);
    setClass(field("status"), `badge ${TONES[step.status]}`);
    write(field("source"), number(step.source_count));
    write(field("target"), number(step.target_count));
    setBar(field("bar"), step.percent, step.status);
    write(field("detail"), detail(step));
    write(field("verified"), { true: "✓ every cell", false: "✗ differences", null: "–" }[step.verified]);
    setClass(field("verified"), { true: "good-text", false: "bad-text", null: "faint" }[step.verified]);
    write(field("last"), shortMoment(step.last_run_at));
    field("last").title = moment(step.last_run_at);
    showButtons(row.querySelector("[data-actions]"), step.actions, step);
  }
}

function detail(step) {
  if (step.status === "in_progress") {
    const left = step.seconds_left === null ? "" : `, ${duration(step.seconds_left)} left`;
    return step.rows_per_second ? `${step.percent} %, ${number(step.rows_per_second)} rows/s${left}` : `${step.percent} %`;
  }
  if (step.rejected) {
    return `${number(step.rejected)} rows refused`;
  }
  if (step.status === "completed" && step.seconds !== null) {
    return duration(step.seconds);
  }
  return step.message || (step.status === "pending" && step.waits_for.length ? `After ${step.waits_for.join(", ")}` : "");
}

function showButtons(place, actions, step) {
  const wanted = actions.join(" ");
  if (place.dataset.shown === wanted) {
    return;
  }
  const focused = place.contains(document.activeElement);
  place.dataset.shown = wanted;
  place.replaceChildren(...actions.map((name, index) => button(name, step, index)));
  if (focused) {
    (place.querySelector("button") ?? document.getElementById("overall-title")).focus();
  }
}

function button(name, step, index) {
  const { label, icon, dangerous } = labelOf(name);
  const made = document.createElement("button");
  made.type = "button";
  made.className = step ? "icon-button" : `button ${dangerous ? "danger-quiet" : index === 0 ? "primary" : ""}`;
  made.dataset.do = name;
  made.innerHTML = '<span class="material-symbols-outlined" aria-hidden="true"></span><span></span>';
  made.firstChild.textContent = icon;
  made.lastChild.textContent = label;
  made.title = step ? `${label}: ${step.name}` : label;
  made.lastChild.className = step ? "visually-hidden" : "";
  made.addEventListener("click", () => ask(name, step));
  return made;
}

function headline() {
  const { run, overall } = state;
  if (!run) {
    return "Nothing has been migrated yet";
  }
  if (run.active) {
    const word = AT[run.operation];
    return run.waiting ? `${word}: waiting for a worker` : run.status === "stopping" ? `${word}: stopping` : `${word}: ${overall.percent} %`;
  }
  if (overall.steps_completed === overall.steps) {
    return overall.steps_verified === overall.steps ? "Everything arrived, every cell is proven" : "Every step is completed";
  }
  return `${NAMES[run.operation]} ${run.status}`;
}

function subline() {
  const { run } = state;
  if (!run) {
    return state.estimate_seconds === null ? "" : `All steps should take no longer than ${duration(state.estimate_seconds)}.`;
  }
  const who = run.by ? `by ${run.by} (${run.trigger})` : `from the ${run.trigger}`;
  const took = run.started_at ? `, ${duration(run.seconds)}` : "";
  const message = !run.active && run.message ? ` – ${run.message}` : "";
  return `${NAMES[run.operation]}, started ${who}, ${moment(run.started_at ?? state.now)}${took}${message}`;
}

function showOverall() {
  const { overall, run } = state;
  const field = (name) => board.querySelector(`.overall [data-field="${name}"]`);
  write(field("headline"), headline());
  write(field("subline"), subline());
  setBar(field("bar"), overall.percent, run?.active ? "in_progress" : run?.status ?? "pending");
  write(field("rows"), `${number(overall.processed)} of ${number(overall.total)}`);
  write(field("speed"), run?.active ? number(overall.rows_per_second) : "–");
  write(field("left"), run?.active ? duration(overall.seconds_left) : "–");
  write(field("completed"), `${overall.steps_completed} of ${overall.steps}`);
  write(field("verified"), `${overall.steps_verified} of ${overall.steps}`);
  write(document.getElementById("way"), PATHS[state.path] ?? "");
  document.getElementById("no-worker").hidden = !(run?.waiting && run.seconds > LONG_WAIT_SECONDS);
  showButtons(board.querySelector('.overall [data-actions=""]'), state.actions, null);
}

function showCharts() {
  const { run, overall, steps } = state;
  drawSpeed(document.getElementById("speed-chart"), sample(run, overall.rows_per_second));
  drawTimes(document.getElementById("time-chart"), steps);
}

function show() {
  showOverall();
  showSteps();
  showCharts();
}

function heard(next) {
  const said = changes(state, next);
  if (said) {
    write(document.getElementById("announcement"), said);
  }
  state = next;
  poller.every = state.run?.active ? AT_WORK : AT_REST;
  show();
}

function connected(isConnected) {
  document.getElementById("connection").hidden = isConnected;
  write(document.getElementById("announcement"), isConnected ? "The connection is back." : "The connection is lost.");
}

async function send(form) {
  poller.pause();
  try {
    const answer = await fetch(board.dataset.actUrl, { method: "POST", body: form, headers: { Accept: "application/json" } });
    if (!answer.headers.get("Content-Type")?.includes("json")) {
      return "The server did not understand this; load the page again.";
    }
    const data = await answer.json();
    if (!answer.ok) {
      return data.message;
    }
    heard(data);
    return null;
  } catch {
    return "The connection is lost; try again when it is back.";
  } finally {
    poller.later();
  }
}

const poller = new Poller({
  address: () => board.dataset.stateUrl,
  every: state.run?.active ? AT_WORK : AT_REST,
  onData: heard,
  onLost: () => connected(false),
  onBack: () => connected(true),
});

connectDialogs(send);
show();
poller.later();
