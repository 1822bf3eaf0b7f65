import { randomBytes } from 'node:crypto';
import { l10n, Uri, type Webview } from 'vscode';

/** Text that stands in the page's markup. */
function t(message: string): string {
  return l10n.t(message).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

interface Field {
  /** Name of the form field; its control and its error line go by it. */
  readonly field: string;
  readonly label: string;
  readonly help?: string;
  readonly control: string;
}

/** A labelled control with its explanation and the place of its error, all tied together for screen readers. */
function group({ field, label, help, control }: Field): string {
  const helpLine = help === undefined ? '' : `<p class="help" id="${field}-help">${t(help)}</p>`;
  return `<div class="field" data-field="${field}">
    <label for="${field}">${t(label)}</label>
    ${control}
    ${helpLine}
    <p class="error" id="${field}-error" hidden></p>
  </div>`;
}

function input(field: string, attributes = ''): string {
  return `<input class="vscode-textfield" id="${field}" name="${field}" autocomplete="off" spellcheck="false" ${attributes}>`;
}

function days(field: string, min: number, max: number): string {
  return `<span class="days">${input(field, `inputmode="numeric" size="4" aria-describedby="${field}-help ${field}-error"`)} <span>${t('days')}</span> <span class="range">${min}–${max}</span></span>`;
}

function radios(name: string, choices: readonly (readonly [string, string, string])[]): string {
  return choices
    .map(
      ([value, label, help]) => `<label class="choice">
        <input type="radio" name="${name}" value="${value}">
        <span><span class="choice-label">${t(label)}</span>${help === '' ? '' : `<span class="help">${t(help)}</span>`}</span>
      </label>`,
    )
    .join('\n');
}

const TYPES = [
  ['pixel', 'Pixel', 'One script on the page that means success'],
  ['universalPixel', 'Universal Pixel', 'One script for several events'],
  ['postback', 'Postback', 'Called by a mobile measurement partner; no script'],
] as const;

const ATTRIBUTIONS = [
  ['hybrid', 'Hybrid', 'Clicks and views of an ad count'],
  ['click', 'Click Based', 'Only clicks count'],
  ['view', 'View Based', 'Only views count'],
] as const;

function settings(): string {
  return `
  <fieldset data-types="pixel universalPixel">
    <legend>${t('What counts')}</legend>
    <div class="choices" data-field="attribution">${radios('attribution', ATTRIBUTIONS)}</div>
    <div class="columns">
      ${group({ field: 'clickDays', label: 'Post-click window', help: 'How long after a click a conversion still counts', control: days('clickDays', 7, 60) })}
      ${group({ field: 'viewDays', label: 'Post-view window', help: 'How long after a view a conversion still counts', control: days('viewDays', 1, 30) })}
    </div>
    <div class="field" role="radiogroup" aria-labelledby="repeat-label">
      <span class="label" id="repeat-label">${t('Repeats')}</span>
      <label class="choice"><input type="radio" name="repeat" value="every"><span class="choice-label">${t('Count every conversion')}</span></label>
      <div class="choice once">
        <label class="choice"><input type="radio" name="repeat" value="once"><span class="choice-label">${t('Count one per person every')}</span></label>
        ${input('frequency', `inputmode="numeric" size="3" aria-label="${t('Number of days or hours')}" aria-describedby="repeat.frequency-error"`)}
        <span class="vscode-select unit"><select id="unit" name="unit" aria-label="${t('Unit of time')}"><option value="Day">${t('day(s)')}</option><option value="Hour">${t('hour(s)')}</option></select></span>
      </div>
      <p class="error" id="repeat.frequency-error" hidden></p>
    </div>
    <label class="choice check"><input type="checkbox" name="crossDevice" id="crossDevice"><span><span class="choice-label">${t('Across devices')}</span><span class="help">${t('Count a conversion on another device of the same person')}</span></span></label>
    <p class="explanation" id="explanation"></p>
  </fieldset>`;
}

function more(): string {
  return `
  <fieldset data-types="pixel">
    <legend>${t('Values and further tags (optional)')}</legend>
    ${group({ field: 'customFields', label: 'Custom fields', help: 'Names of further parameters that the page sends, one a line', control: `<textarea class="vscode-textfield" id="customFields" name="customFields" rows="3" spellcheck="false" aria-describedby="customFields-help customFields-error"></textarea>` })}
    ${group({ field: 'financialMetric', label: 'Financial metric', help: 'Name of the field that holds the value, for return on ad spend; for example revenue', control: input('financialMetric', 'aria-describedby="financialMetric-help financialMetric-error"') })}
    ${group({ field: 'piggyback.url', label: 'Piggyback URL', help: 'A third party’s tag that fires along with the pixel', control: `<span class="piggyback">${input('piggyback.url', 'placeholder="https://" inputmode="url" aria-describedby="piggyback.url-help piggyback.url-error"')}<span class="vscode-select"><select id="piggybackType" name="piggybackType" aria-label="${t('Type of the piggyback tag')}"><option value="image">${t('Image')}</option><option value="javascript">${t('JavaScript')}</option></select></span></span>` })}
  </fieldset>`;
}

function postback(): string {
  const url = (field: string): string =>
    input(
      field,
      `placeholder="https://" inputmode="url" aria-required="true" aria-describedby="${field}-help ${field}-error"`,
    );
  return `
  <fieldset data-types="postback">
    <legend>${t('Measurement partner')}</legend>
    ${group({ field: 'partnerTypeId', label: 'Partner', control: `<span class="vscode-select"><select id="partnerTypeId" name="partnerTypeId" aria-required="true" aria-describedby="partnerTypeId-error"><option value="">${t('Choose…')}</option></select></span>` })}
    ${group({ field: 'impressionUrl', label: 'Impression URL', help: 'Called for each view; may hold macros such as {click_id}', control: url('impressionUrl') })}
    ${group({ field: 'clickUrl', label: 'Click URL', help: 'Called for each click; may hold macros such as {click_id}', control: url('clickUrl') })}
  </fieldset>`;
}

function result(): string {
  return `
  <section id="result" hidden aria-labelledby="result-title">
    <h2 id="result-title" tabindex="-1"></h2>
    <p id="result-note"></p>
    <div id="result-script">
      <label for="script">${t('Script')}</label>
      <textarea class="vscode-textfield script" id="script" readonly rows="3" spellcheck="false"></textarea>
      <div class="actions">
        <button type="button" class="vscode-button" id="insert" data-step="insert"></button>
        <button type="button" class="vscode-button secondary" data-step="copy">${t('Copy')}</button>
      </div>
      <p class="help" id="insert-note">${t('Open the page that means success to insert it there.')}</p>
    </div>
    <div class="actions">
      <button type="button" class="vscode-button secondary" data-step="assign">${t('Assign to Campaigns…')}</button>
      <button type="button" class="vscode-button secondary" data-step="details">${t('Show Details')}</button>
      <button type="button" class="vscode-button secondary" data-step="another">${t('Create Another')}</button>
    </div>
  </section>`;
}

/** The form's page. It holds labels only: whatever a user or IQM wrote arrives by message and is set as text. */
export function formPage(webview: Webview, extensionUri: Uri): string {
  const nonce = randomBytes(16).toString('base64url');
  const file = (name: string): string =>
    webview.asWebviewUri(Uri.joinPath(extensionUri, 'dist', name)).toString();
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${file('form.css')}">
<title>${t('Create Conversion')}</title>
</head>
<body>
<main>
  <header>
    <h1>${t('Create Conversion')}</h1>
    <p class="where"><span id="organization"></span><span id="sandbox" class="vscode-badge" hidden>${t('Sandbox')}</span></p>
  </header>
  <div id="signed-out" class="notice" hidden>
    <p>${t('Sign in to create conversions. What you have typed stays.')}</p>
    <button type="button" class="vscode-button" data-step="signIn">${t('Sign In…')}</button>
  </div>
  <form id="form" novalidate hidden>
    <fieldset class="types"><legend>${t('Type')}</legend><div class="choices">${radios('type', TYPES)}</div></fieldset>
    ${group({ field: 'name', label: 'Name', help: 'As it will stand in lists and reports; 3 to 255 characters', control: input('name', 'maxlength="400" aria-required="true" aria-describedby="name-help name-error"') })}
    <p id="defaults" class="notice quiet" role="status" hidden><span id="defaults-text"></span> <button type="button" class="link" id="retry-defaults" data-step="retryDefaults" hidden>${t('Try Again')}</button></p>
    ${settings()}
    ${more()}
    ${postback()}
    <div class="field" id="preview-field" data-types="pixel universalPixel">
      <span class="label">${t('The script will look like this')}</span>
      <code id="preview"></code>
    </div>
    <p class="immutable">${t('IQM never changes these settings afterwards; only the name and the piggyback tag.')}</p>
    <div id="failure" class="notice bad" role="alert"></div>
    <div class="actions">
      <button type="submit" class="vscode-button" id="submit">${t('Create')}</button>
      <button type="button" class="vscode-button secondary" id="cancel" data-step="cancel" hidden>${t('Cancel')}</button>
      <span id="progress" role="status"></span>
    </div>
  </form>
  ${result()}
</main>
<script nonce="${nonce}" src="${file('form.js')}"></script>
</body>
</html>`;
}
