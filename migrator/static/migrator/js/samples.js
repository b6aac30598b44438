// The rows a second of the run that is shown, kept for this tab so that a reload does not lose the line.

const KEY = "migrator.samples";
const MOST = 600;

/** Return the points of a run ([seconds since its start, rows a second]) with a new one where it is at work. */
export function sample(run, speed) {
  const kept = read();
  if (!run) {
    return [];
  }
  const known = kept.run === run.orchestration_id ? kept : { run: run.orchestration_id, points: [] };
  if (run.active && !run.waiting) {
    known.points.push([Math.round(run.seconds * 10) / 10, speed]);
    if (known.points.length > MOST) {
      known.points = known.points.filter((_, index) => index % 2 === 0);
    }
    sessionStorage.setItem(KEY, JSON.stringify(known));
  }
  return known.points;
}

function read() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}
