/** Whether a key pressed on this element writes text, so that it must not be taken for a shortcut. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable || target.matches("input, textarea, select, [role='textbox'], [role='combobox']")
  );
}
