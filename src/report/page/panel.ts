/** A panel beside the page, for one thing at a time. Escape closes it, and the focus goes back to where it was. */
import { type Child, element } from './element.ts';

export interface Panel {
  readonly root: HTMLDialogElement;
  open(title: string, ...content: readonly Child[]): void;
  close(): void;
}

export function makePanel(): Panel {
  const heading = element('h2', { id: 'panel-title', tabindex: -1 });
  const body = element('div', { class: 'panel-body' });
  const close = element('button', { type: 'button', class: 'close', click: () => root.close() }, 'Close');
  const root = element(
    'dialog',
    {
      class: 'panel',
      'aria-labelledby': 'panel-title',
      click: (event: MouseEvent) => {
        if (event.target === root) root.close();
      },
    },
    element('div', { class: 'panel-frame' }, element('header', {}, heading, close), body),
  );
  return {
    root,
    open: (title, ...content) => {
      heading.textContent = title;
      body.replaceChildren(
        ...content.filter((child) => child !== null && child !== undefined && child !== false).map(asNode),
      );
      if (!root.open) root.showModal();
      heading.focus();
      body.scrollTop = 0;
    },
    close: () => root.close(),
  };
}

function asNode(child: Exclude<Child, null | undefined | false>): Node {
  return child instanceof Node ? child : document.createTextNode(String(child));
}
