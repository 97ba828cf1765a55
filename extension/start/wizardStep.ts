import { QuickInputButtons, window, type Disposable, type QuickInput, type QuickPickItem } from 'vscode';

/** Where a question stands among the others. */
export interface StepPlace {
  readonly title: string;
  readonly step: number;
  readonly totalSteps: number;
  /** Whether one can go back to the question before. */
  readonly canGoBack: boolean;
}

/** An answer, or that the user went back or gave up. */
export type Answer<T> = { readonly value: T } | 'back' | 'gone';

/**
 * Asks with a list. It is shown at once, and busy until `items` are there. `active` is where Enter chooses, the
 * first line unless it says otherwise.
 */
export function askList<T extends QuickPickItem>(
  place: StepPlace,
  placeholder: string,
  items: Promise<readonly T[]>,
  active: (item: T) => boolean = () => false,
): Promise<Answer<T>> {
  const pick = window.createQuickPick<T>();
  pick.placeholder = placeholder;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.busy = true;
  void items.then((found) => {
    pick.items = found;
    const preferred = found.filter(active);
    if (preferred.length > 0) pick.activeItems = preferred.slice(0, 1);
    pick.busy = false;
  });
  return ask(pick, place, () => pick.selectedItems[0], pick.onDidAccept);
}

/** Asks for a text, which `problem` may refuse with a sentence. `note` is put before the prompt when it is known. */
export function askText(
  place: StepPlace,
  {
    value,
    prompt,
    note,
    placeholder,
  }: {
    readonly value: string;
    readonly prompt: string;
    readonly note?: Promise<string | null>;
    readonly placeholder?: string;
  },
  problem: (value: string) => string | null,
): Promise<Answer<string>> {
  const box = window.createInputBox();
  box.value = value;
  box.valueSelection = [0, value.length];
  box.prompt = prompt;
  box.placeholder = placeholder;
  void note?.then((text) => {
    if (text !== null) box.prompt = `${text} ${prompt}`;
  });
  const validate = () => {
    box.validationMessage = problem(box.value) ?? undefined;
  };
  box.onDidChangeValue(validate);
  validate();
  const accepted = () => (problem(box.value) === null ? box.value : undefined);
  return ask(box, place, accepted, box.onDidAccept);
}

function ask<T>(
  input: QuickInput & { buttons: readonly unknown[] } & {
    readonly onDidTriggerButton: (listener: (button: unknown) => void) => Disposable;
  },
  { title, step, totalSteps, canGoBack }: StepPlace,
  accepted: () => T | undefined,
  onDidAccept: (listener: () => void) => Disposable,
): Promise<Answer<T>> {
  return new Promise((resolve) => {
    Object.assign(input, { title, step, totalSteps, ignoreFocusOut: false });
    if (canGoBack) input.buttons = [QuickInputButtons.Back];
    const finish = (answer: Answer<T>) => {
      resolve(answer);
      input.dispose();
    };
    onDidAccept(() => {
      const value = accepted();
      if (value !== undefined) finish({ value });
    });
    input.onDidTriggerButton((button) => {
      if (button === QuickInputButtons.Back) finish('back');
    });
    input.onDidHide(() => finish('gone'));
    input.show();
  });
}
