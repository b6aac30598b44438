// Two charts as SVG: a line over time and bars. Their colours come from the stylesheet.

import { duration, number } from "./format.js";

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 480;
const HEIGHT = 150;
const LEFT = 8;
const TOP = 14;

function element(name, attributes, text = "") {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  made.textContent = text;
  return made;
}

function drawing(height, label) {
  return element("svg", { viewBox: `0 0 ${WIDTH} ${height}`, role: "img", "aria-label": label, class: "drawing" });
}

function empty(place, words) {
  const note = document.createElement("p");
  note.className = "faint plot-empty";
  note.textContent = words;
  place.replaceChildren(note);
}

/** Draw `points` ([seconds since the start, rows a second]) as a line over time. */
export function drawSpeed(place, points) {
  if (points.length < 2) {
    empty(place, "Begins with the next run.");
    return;
  }
  const highest = Math.max(...points.map(([, speed]) => speed), 1);
  const first = points[0][0];
  const span = Math.max(points.at(-1)[0] - first, 1);
  const x = (seconds) => LEFT + ((seconds - first) / span) * (WIDTH - 2 * LEFT);
  const y = (speed) => HEIGHT - 22 - (speed / highest) * (HEIGHT - 22 - TOP);
  const line = points.map(([seconds, speed]) => `${x(seconds).toFixed(1)},${y(speed).toFixed(1)}`);
  const svg = drawing(HEIGHT, `Rows a second: ${number(points.at(-1)[1])} at the end, ${number(highest)} at most`);
  svg.append(
    element("line", { x1: LEFT, x2: WIDTH - LEFT, y1: y(0), y2: y(0), class: "axis" }),
    element("line", { x1: LEFT, x2: WIDTH - LEFT, y1: y(highest), y2: y(highest), class: "grid" }),
    element("polygon", { points: `${x(first)},${y(0)} ${line.join(" ")} ${x(first + span)},${y(0)}`, class: "area" }),
    element("polyline", { points: line.join(" "), class: "line" }),
    element("text", { x: LEFT, y: TOP - 3, class: "label" }, `${number(highest)} rows/s`),
    element("text", { x: LEFT, y: HEIGHT - 6, class: "label" }, "0 s"),
    element("text", { x: WIDTH - LEFT, y: HEIGHT - 6, class: "label end" }, duration(span)),
  );
  place.replaceChildren(svg);
}

/** Draw `steps` ({name, seconds, status}) as bars. */
export function drawTimes(place, steps) {
  const timed = steps.filter((step) => step.seconds !== null);
  if (!timed.length) {
    empty(place, "Begins with the first run.");
    return;
  }
  const longest = Math.max(...timed.map((step) => step.seconds), 0.1);
  const rowHeight = 20;
  const svg = drawing(timed.length * rowHeight + 4, timed.map((step) => `${step.name}: ${duration(step.seconds)}`).join(", "));
  timed.forEach((step, index) => {
    const y = index * rowHeight + 4;
    const width = Math.max(2, (step.seconds / longest) * (WIDTH - 220));
    svg.append(
      element("text", { x: 128, y: y + 11, class: "label end" }, step.name),
      element("rect", { x: 136, y, width, height: 14, rx: 3, class: `column ${step.status}` }),
      element("text", { x: 142 + width, y: y + 11, class: "label" }, duration(step.seconds)),
    );
  });
  place.replaceChildren(svg);
}
