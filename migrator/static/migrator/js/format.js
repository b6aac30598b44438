// Numbers, durations and moments as people read them.

const NUMBER = new Intl.NumberFormat("en");
const MOMENT = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const SHORT_CLOCK = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });
const DAY = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });
const CLOCK = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });

/** A whole number with separators. */
export function number(value) {
  return NUMBER.format(Math.round(value));
}

/** Seconds as “8.4 s”, “3 min 05 s” or “2 h 10 min”. */
export function duration(seconds) {
  if (seconds === null || seconds === undefined) {
    return "–";
  }
  if (seconds < 59.95) {
    return seconds < 10 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds)} s`;
  }
  const minutes = Math.floor(Math.round(seconds) / 60);
  if (minutes < 60) {
    return `${minutes} min ${String(Math.round(seconds) % 60).padStart(2, "0")} s`;
  }
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}

/** An ISO moment in the reader's own time zone. */
export function moment(text) {
  return text ? MOMENT.format(new Date(text)) : "–";
}

/** An ISO moment in few letters: the time of today, the date of any other day. */
export function shortMoment(text) {
  if (!text) {
    return "–";
  }
  const then = new Date(text);
  return then.toDateString() === new Date().toDateString() ? SHORT_CLOCK.format(then) : DAY.format(then);
}

/** The time of day of an ISO moment. */
export function clock(text) {
  return CLOCK.format(new Date(text));
}
