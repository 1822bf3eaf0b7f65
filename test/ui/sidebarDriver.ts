import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { sandboxState } from './sandboxState';
import type { Workbench } from './workbench';

/** What a user does with the sidebar's trees, by keyboard where a keyboard user would. */
export class SidebarDriver {
  readonly #workbench: Workbench;
  readonly #pictures: string;

  /** @param pictures how the names of the screenshots start */
  constructor(workbench: Workbench, pictures: string) {
    this.#workbench = workbench;
    this.#pictures = pictures;
  }

  async shot(name: string): Promise<void> {
    // A menu or dialog that is still fading in would be a picture of something no one looks at.
    await this.#workbench.page.evaluate(
      'document.getAnimations().forEach((each) => { try { each.finish(); } catch { /* endless */ } })',
    );
    await this.#workbench.shot(`${this.#pictures}-#-${name}`);
  }

  row(name: string): Locator {
    return this.#workbench.row(new RegExp(`^${name}`)).first();
  }

  /** A campaign in its own tree, which is the lower one. */
  campaign(name: string): Locator {
    return this.#workbench.row(new RegExp(`^${name}, campaign`)).last();
  }

  press(key: string): Promise<void> {
    return this.#workbench.page.keyboard.press(key);
  }

  /** Opens the context menu of a row with the keyboard and chooses an entry. */
  async choose(name: string, entry: string, picture?: string): Promise<void> {
    await this.row(name).click();
    await this.chooseFocused(entry, picture);
  }

  /** Likewise for the rows that are selected. */
  async chooseFocused(entry: string, picture?: string): Promise<void> {
    const { page } = this.#workbench;
    await this.press('Shift+F10');
    const item = page.getByRole('menuitem', { name: entry, exact: true });
    await item.waitFor();
    if (picture !== undefined) {
      await this.shot(picture);
    }
    const focused = page.locator('.monaco-menu .action-item.focused');
    for (let step = 0; !((await focused.allTextContents())[0] ?? '').startsWith(entry); step += 1) {
      assert.ok(step < 30, `The menu has no “${entry}”.`);
      await this.press('ArrowDown');
    }
    await this.press('Enter');
    await item.waitFor({ state: 'detached' });
  }

  /** Checks one row of an open quick pick with many choices, and accepts. */
  async check(text: string, picture?: string): Promise<void> {
    const input = this.#workbench.quickInput().locator('input.input');
    await this.#workbench.quickInput().getByText(text).first().waitFor({ timeout: 20_000 });
    await input.fill(text);
    await this.press('ArrowDown');
    await this.press('Space');
    if (picture !== undefined) {
      await this.shot(picture);
    }
    await this.press('Enter');
  }

  /** Names of the conversions that a campaign measures at the sandbox. */
  async campaignConversions(name: string): Promise<readonly string[]> {
    const { campaigns, conversions } = await sandboxState(this.#workbench);
    const ids = campaigns.find((campaign) => campaign.name === name)?.conversionIds ?? [];
    return ids.map((id) => conversions.find((each) => each.id === id)?.name ?? '');
  }

  /** Presses the *Undo* of a result, and waits for what it tells. */
  async undo(toast: Locator): Promise<void> {
    await toast.hover();
    await toast.getByRole('button', { name: 'Undo' }).click();
    await this.#workbench.toast(/removed from/).waitFor();
    await this.closeToasts();
  }

  async closeToasts(): Promise<void> {
    const { page } = this.#workbench;
    await this.#workbench.command('Notifications: Clear All Notifications');
    await page.locator('.notification-list-item').first().waitFor({ state: 'detached' });
  }

  /** What the clipboard of the browser holds, once it matches. */
  async clipboard(pattern: RegExp): Promise<string> {
    const { page } = this.#workbench;
    for (const deadline = Date.now() + 10_000; ;) {
      const text: string = await page.evaluate('navigator.clipboard.readText()');
      if (pattern.test(text)) {
        return text;
      }
      assert.ok(Date.now() < deadline, `The clipboard holds ${JSON.stringify(text)}.`);
      await page.waitForTimeout(100);
    }
  }
}
