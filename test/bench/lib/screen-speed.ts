import type { Page } from '@playwright/test';

/** What the screen shows when a step is done: an element with this text in it, or (without a text) one whose text has changed. */
export interface Shown {
  readonly selector: string;
  readonly text?: string;
}

/** The compiler wraps functions in a helper of this name, which the page does not have. */
const NAMES_STAY = 'globalThis.__name = (value) => value';

/**
 * How long one step takes on the screen (ms): from the input event, as the page sees it, to the first frame after the DOM shows what
 * was asked for. Measured inside the page, so that the driver's own time does not count.
 */
export async function timeOnScreen(
  page: Page,
  event: 'keydown' | 'click',
  shown: Shown,
  act: () => Promise<void>,
): Promise<number> {
  await page.evaluate(NAMES_STAY);
  await page.evaluate(
    ({ event: kind, shown: { selector, text } }) => {
      const content = () => document.querySelector(selector)?.textContent ?? '';
      const before = content();
      const holds = () => (text === undefined ? content() !== before : content().includes(text));
      const measured = new Promise<number>((resolve) => {
        const onInput = ({ timeStamp }: Event) => {
          const look = () =>
            holds() ? requestAnimationFrame(() => resolve(performance.now() - timeStamp)) : setTimeout(look, 2);
          look();
        };
        document.addEventListener(kind, onInput, { capture: true, once: true });
      });
      Object.assign(window, { measured });
    },
    { event, shown },
  );
  await act();
  return page.evaluate(() => (window as unknown as { measured: Promise<number> }).measured);
}

/** The page itself clicks what is expected, as soon as it is there: a driver would look for it only now and then. */
export async function clickWhenShown(page: Page, selector: string, text: string): Promise<void> {
  await page.evaluate(NAMES_STAY);
  await page.evaluate(
    ({ selector: wanted, text: label }) => {
      const observer = new MutationObserver(() => {
        const found = [...document.querySelectorAll<HTMLElement>(wanted)].find((one) =>
          one.textContent?.includes(label),
        );
        if (!found) return;
        observer.disconnect();
        found.click();
      });
      observer.observe(document, { childList: true, subtree: true });
    },
    { selector, text },
  );
}

/** The longest main-thread task over 50 ms (ms) while `act` runs; 0 where there was none. */
export async function longestTask(page: Page, act: () => Promise<void>): Promise<number> {
  await page.evaluate(NAMES_STAY);
  await page.evaluate(() => {
    const tasks: number[] = [];
    const observer = new PerformanceObserver((list) =>
      tasks.push(...list.getEntries().map(({ duration }) => duration)),
    );
    observer.observe({ type: 'longtask' });
    Object.assign(window, { tasks, observer });
  });
  await act();
  await page.waitForTimeout(300);
  return page.evaluate(() => Math.max(0, ...(window as unknown as { tasks: number[] }).tasks));
}
