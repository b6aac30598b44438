// The confirmation of each operation: it says what will happen, asks, and sends.

/** Connect the page's dialogs; `send` does the operation and answers with an error's text, or nothing. */
export function connectDialogs(send) {
  for (const dialog of document.querySelectorAll("dialog[data-operation]")) {
    const form = dialog.querySelector("form");
    dialog.querySelector("[data-cancel]").addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) {
        dialog.close();
      }
    });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const confirm = form.querySelector("[data-confirm]");
      confirm.disabled = true;
      const error = await send(new FormData(form));
      confirm.disabled = false;
      const place = form.querySelector("[data-error]");
      place.hidden = !error;
      place.textContent = error ?? "";
      if (!error) {
        dialog.close();
      }
    });
  }
}

/** Open the confirmation of an operation on one step, or on all when `step` is null. */
export function ask(operation, step) {
  const dialog = document.querySelector(`dialog[data-operation="${operation}"]`);
  const words = dialog.querySelector("[data-one]");
  dialog.querySelector("form").reset();
  dialog.querySelector("[name=step_id]").value = step ? step.step_id : "";
  dialog.querySelector("[data-title]").textContent = `${dialog.dataset.label}: ${step ? step.name : "all steps"}`;
  words.textContent = step ? words.dataset.one.replace("{step}", step.name) : words.dataset.all;
  dialog.querySelector("[data-error]").hidden = true;
  dialog.showModal();
}

/** The label and icon of an operation, as its dialog has them. */
export function labelOf(operation) {
  const { label, icon, dangerous } = document.querySelector(`dialog[data-operation="${operation}"]`).dataset;
  return { label, icon, dangerous: dangerous !== undefined };
}
