// What a screen reader hears: that a run or a step begins or ends, and nothing in between.

const HEARD = new Set(["in_progress", "completed", "failed", "stopped"]);

/** Return the sentence about what changed between two states, empty when nothing did that is worth hearing. */
export function changes(before, after) {
  const said = [];
  if (after.run && (before.run?.orchestration_id !== after.run.orchestration_id || before.run.status !== after.run.status)) {
    said.push(`${after.run.operation_label}: ${after.run.status_label}.`);
  }
  for (const step of after.steps) {
    const old = before.steps.find((other) => other.step_id === step.step_id);
    if (old.status !== step.status && HEARD.has(step.status)) {
      said.push(`${step.name}: ${step.status_label}${step.failed ? `, ${step.failed} rows refused` : ""}.`);
    }
  }
  return said.join(" ");
}
