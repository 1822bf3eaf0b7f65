import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { startSandbox, type RunningSandbox } from '../../src/sandbox/server';
import { Workbench } from './workbench';

const LISTS = ['/api/v3/conversion', '/api/v3/cmp'];

describe('the sidebar with many rows, and when IQM cannot serve it', () => {
  let server: RunningSandbox;
  let workbench: Workbench;
  const shot = async (name: string): Promise<void> => {
    // A menu or dialog that is still fading in would be a picture of something no one looks at.
    await workbench.page.evaluate(
      'document.getAnimations().forEach((each) => { try { each.finish(); } catch { /* endless */ } })',
    );
    await workbench.shot(`sidebar-states-#-${name}`);
  };
  /** Once in light and once in high contrast. */
  const shots = async (name: string): Promise<void> => {
    await shot(name);
    await workbench.theme('Dark High Contrast');
    await workbench.page.locator('.monaco-workbench.hc-black').waitFor();
    await shot(`${name}-hc`);
    await workbench.theme('Light Modern');
    await workbench.page.locator('.monaco-workbench.vs').waitFor();
  };
  const text = (words: string | RegExp): Locator => workbench.page.getByText(words).first();
  const button = (name: string): Locator => workbench.page.getByRole('button', { name }).first();

  before(async () => {
    server = await startSandbox({ rateLimit: 0, seedSize: 10_000 });
    workbench = new Workbench({ settings: { 'iqm.apiUrl': server.origin } });
    await workbench.open();
    await workbench.openView();
    workbench.page.setDefaultTimeout(20_000);
    await workbench.page.emulateMedia({ reducedMotion: 'reduce' });
  });
  after(async () => {
    await workbench.dispose();
    await server.close();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') {
      await workbench.shot('failed-sidebar-states-#').catch(() => undefined);
      await workbench.page.keyboard.press('Escape');
    }
  });

  async function control(path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${server.origin}/sandbox/${path}`, {
      headers: { 'X-Sandbox-Control': server.controlToken, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    });
    assert.equal(response.ok, true, `/sandbox/${path} answered ${response.status}`);
    return response.json();
  }

  /** Every list is answered with this status until the next call of this. */
  function refuse(status: number | undefined, paths = LISTS): Promise<unknown> {
    const faults = paths.map((path) => ({ kind: 'serverError', path, status, count: 1000 }));
    return control('faults', { clear: true, ...(status === undefined ? {} : { faults }) });
  }

  async function clearToasts(): Promise<void> {
    await workbench.command('Notifications: Clear All Notifications');
  }

  it('offers to choose an organization when their list could not be read', async () => {
    await refuse(503, ['/user/']);
    await workbench.signInWithPassword();
    await button('Choose Organization…').waitFor({ timeout: 40_000 });
    const told = workbench.toast(/You are signed in, but your organizations could not be listed/);
    await told.waitFor({ timeout: 40_000 });
    await shots('no-organization');
    await refuse(undefined);
    await told.hover();
    await told.getByRole('button', { name: 'Choose Organization…' }).click();
    await workbench.pick('Northwind Outfitters');
    await text('1,000 of 10,000').waitFor();
    await shot('many-rows');
  });

  it('loads more at the end of the list, by keyboard', async () => {
    // Not just the first row of all: that of the other view may come first.
    await workbench.row(/^Refer a friend/).click();
    await workbench.page.keyboard.press('End');
    const more = workbench.row(/^Load more \(1,000 of 10,000\)/);
    await more.waitFor();
    await shot('load-more');
    await workbench.page.keyboard.press('Enter');
    await text('2,000 of 10,000').waitFor();
    await more.waitFor({ state: 'detached' });
  });

  it('loads more insertion orders, likewise', async () => {
    await workbench.command('IQM: Focus on Campaigns View');
    await text('1,009+').waitFor();
    await workbench.page.keyboard.press('End');
    const more = workbench.row(/^Load more orders \(500 of 602\)/);
    await more.waitFor();
    await shot('load-more-campaigns');
    await workbench.page.keyboard.press('Enter');
    await more.waitFor({ state: 'detached' });
    await text('1,213').waitFor();
    await workbench.command('IQM: Search Campaigns');
    await workbench.answer(/Name or ID/, 'Region 0598');
    await workbench.row(/^Region 0598 – visits, campaign, Draft/).waitFor();
    await workbench.row(/^Climb & Camp/).waitFor({ state: 'detached' });
    await workbench.command('IQM: Show All Campaigns');
    await workbench.row(/^Climb & Camp/).waitFor();
  });

  it('searches all of them on the server', async () => {
    await workbench.command('IQM: Search Conversions');
    await workbench.answer(/Name or ID/, 'winter sale checkout');
    await workbench
      .row(/^Winter sale checkout/)
      .first()
      .waitFor();
    await text('Search: “winter sale checkout”').waitFor();
    await shot('search-of-many');
  });

  it('says that the lists could not be loaded, with a way to try again', async () => {
    await refuse(500);
    await workbench.command('IQM: Search Conversions');
    await workbench.answer(/Name or ID/, 'sale');
    await text('The conversions could not be loaded.').waitFor();
    await shots('failed');
    await refuse(undefined);
    await button('Try Again').click();
    await workbench
      .row(/^Winter sale checkout/)
      .first()
      .waitFor();
  });

  it('says when the organization has no access to conversions', async () => {
    await refuse(403);
    await workbench.page.locator('.statusbar').getByText('Northwind Outfitters').click();
    await workbench.pick('Northwind Holdings');
    await text('This organization gives you no access here').waitFor();
    await workbench.page.getByText('This organization gives you no access').nth(1).waitFor();
    await shots('no-access');
    await button('Switch Organization…').waitFor();
    await refuse(undefined);
  });

  it('offers to sign in again after the session has expired', async () => {
    await control('faults', { expireTokens: 'all' });
    await workbench.command('IQM: Refresh Conversions');
    await button('Sign In Again…').waitFor();
    await text('Your IQM session has expired').waitFor();
    await clearToasts();
    await shots('session-expired');
    await workbench.signInWithPassword();
    await text('This organization has no conversions yet').waitFor();
  });

  it('says when IQM cannot be reached', async () => {
    await server.close();
    await workbench.command('IQM: Refresh Conversions');
    await workbench.command('IQM: Refresh Campaigns');
    await workbench.page.getByText('IQM cannot be reached').nth(1).waitFor({ timeout: 60_000 });
    await shots('offline');
  });
});
