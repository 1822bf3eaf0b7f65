/** What the page is made of besides its own markup. */
export interface FormPageParts {
  /** Addresses of the built script and styles, and the source that the policy allows styles from. */
  readonly script: string;
  readonly style: string;
  readonly source: string;
  readonly nonce: string;
  /** Language of the labels, such as `en`. */
  readonly language: string;
  /** Translates one label. */
  readonly translate: (message: string) => string;
}

interface Field {
  /** Name of the form field; its control and its error line go by it. */
  readonly field: string;
  readonly label: string;
  readonly help?: string;
  readonly control: string;
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

/** The page's markup, part by part, with labels in one language. */
class FormMarkup {
  readonly #translate: (message: string) => string;

  constructor(translate: (message: string) => string) {
    this.#translate = translate;
  }

  /** A labelled control with its explanation and the place of its error, all tied together for screen readers. */
  group({ field, label, help, control }: Field): string {
    const helpLine =
      help === undefined ? '' : `<p class="help" id="${field}-help">${this.#t(help)}</p>`;
    return `<div class="field" data-field="${field}">
      <label for="${field}">${this.#t(label)}</label>
      ${control}
      ${helpLine}
      <p class="error" id="${field}-error" hidden></p>
    </div>`;
  }

  input(field: string, attributes = ''): string {
    return `<input class="vscode-textfield" id="${field}" name="${field}" autocomplete="off" spellcheck="false" ${attributes}>`;
  }

  days(field: string, min: number, max: number): string {
    return `<span class="days">${this.input(field, `inputmode="numeric" size="4" aria-describedby="${field}-unit ${field}-help ${field}-error"`)} <span id="${field}-unit">${this.#t('days')} <span class="range">${min}–${max}</span></span></span>`;
  }

  radios(name: string, choices: readonly (readonly [string, string, string])[]): string {
    return choices
      .map(
        ([value, label, help]) => `<label class="choice">
          <input type="radio" name="${name}" value="${value}" aria-labelledby="${name}-${value}-label" aria-describedby="${name}-${value}-help">
          <span><span class="choice-label" id="${name}-${value}-label">${this.#t(label)}</span><span class="help" id="${name}-${value}-help">${this.#t(help)}</span></span>
        </label>`,
      )
      .join('\n');
  }

  settings(): string {
    return `
    <fieldset data-types="pixel universalPixel">
      <legend>${this.#t('What counts')}</legend>
      <div class="choices" data-field="attribution">${this.radios('attribution', ATTRIBUTIONS)}</div>
      <div class="columns">
        ${this.group({ field: 'clickDays', label: 'Post-click window', help: 'How long after a click a conversion still counts', control: this.days('clickDays', 7, 60) })}
        ${this.group({ field: 'viewDays', label: 'Post-view window', help: 'How long after a view a conversion still counts', control: this.days('viewDays', 1, 30) })}
      </div>
      <div class="field" role="radiogroup" aria-labelledby="repeat-label">
        <span class="label" id="repeat-label">${this.#t('Repeats')}</span>
        <label class="choice"><input type="radio" name="repeat" value="every"><span class="choice-label">${this.#t('Count every conversion')}</span></label>
        <div class="choice once">
          <label class="choice"><input type="radio" name="repeat" value="once"><span class="choice-label">${this.#t('Count one per person every')}</span></label>
          ${this.input('frequency', `inputmode="numeric" size="3" aria-label="${this.#t('Number of days or hours')}" aria-describedby="repeat.frequency-error"`)}
          <span class="vscode-select unit"><select id="unit" name="unit" aria-label="${this.#t('Unit of time')}"><option value="Day">${this.#t('day(s)')}</option><option value="Hour">${this.#t('hour(s)')}</option></select></span>
        </div>
        <p class="error" id="repeat.frequency-error" hidden></p>
      </div>
      <label class="choice check"><input type="checkbox" name="crossDevice" id="crossDevice" aria-labelledby="crossDevice-label" aria-describedby="crossDevice-help"><span><span class="choice-label" id="crossDevice-label">${this.#t('Across devices')}</span><span class="help" id="crossDevice-help">${this.#t('Count a conversion on another device of the same person')}</span></span></label>
      <p class="explanation" id="explanation"></p>
    </fieldset>`;
  }

  more(): string {
    return `
    <fieldset data-types="pixel">
      <legend>${this.#t('Values and further tags (optional)')}</legend>
      ${this.group({ field: 'customFields', label: 'Custom fields', help: 'Names of further parameters that the page sends, one a line', control: `<textarea class="vscode-textfield" id="customFields" name="customFields" rows="3" spellcheck="false" aria-describedby="customFields-help customFields-error"></textarea>` })}
      ${this.group({ field: 'financialMetric', label: 'Financial metric', help: 'Name of the field that holds the value, for return on ad spend; for example revenue', control: this.input('financialMetric', 'aria-describedby="financialMetric-help financialMetric-error"') })}
      ${this.group({ field: 'piggyback.url', label: 'Piggyback URL', help: 'A third party’s tag that fires along with the pixel', control: `<span class="piggyback">${this.input('piggyback.url', 'placeholder="https://" inputmode="url" aria-describedby="piggyback.url-help piggyback.url-error"')}<span class="vscode-select"><select id="piggybackType" name="piggybackType" aria-label="${this.#t('Type of the piggyback tag')}"><option value="image">${this.#t('Image')}</option><option value="javascript">${this.#t('JavaScript')}</option></select></span></span>` })}
    </fieldset>`;
  }

  postback(): string {
    const url = (field: string): string =>
      this.input(
        field,
        `placeholder="https://" inputmode="url" aria-required="true" aria-describedby="${field}-help ${field}-error"`,
      );
    return `
    <fieldset data-types="postback">
      <legend>${this.#t('Measurement partner')}</legend>
      ${this.group({ field: 'partnerTypeId', label: 'Partner', control: `<span class="vscode-select"><select id="partnerTypeId" name="partnerTypeId" aria-required="true" aria-describedby="partnerTypeId-error"><option value="">${this.#t('Choose…')}</option></select></span>` })}
      ${this.group({ field: 'impressionUrl', label: 'Impression URL', help: 'Called for each view; may hold macros such as {click_id}', control: url('impressionUrl') })}
      ${this.group({ field: 'clickUrl', label: 'Click URL', help: 'Called for each click; may hold macros such as {click_id}', control: url('clickUrl') })}
    </fieldset>`;
  }

  result(): string {
    return `
    <section id="result" hidden aria-labelledby="result-title">
      <h2 id="result-title" tabindex="-1"></h2>
      <p id="result-note"></p>
      <div id="result-script">
        <label for="script">${this.#t('Script')}</label>
        <textarea class="vscode-textfield script" id="script" readonly rows="3" spellcheck="false"></textarea>
        <div class="actions">
          <button type="button" class="vscode-button" id="insert" data-step="insert"></button>
          <button type="button" class="vscode-button secondary" data-step="copy">${this.#t('Copy')}</button>
        </div>
        <p class="help" id="insert-note">${this.#t('Open the page that means success to insert it there.')}</p>
      </div>
      <div class="actions">
        <button type="button" class="vscode-button secondary" data-step="assign">${this.#t('Assign to Campaigns…')}</button>
        <button type="button" class="vscode-button secondary" data-step="details">${this.#t('Show Details')}</button>
        <button type="button" class="vscode-button secondary" data-step="another">${this.#t('Create Another')}</button>
      </div>
    </section>`;
  }

  page({ script, style, source, nonce, language }: FormPageParts): string {
    return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${source}; script-src 'nonce-${nonce}'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${style}">
<title>${this.#t('Create Conversion')}</title>
</head>
<body>
<main>
    <header>
    <h1>${this.#t('Create Conversion')}</h1>
    <p class="where"><span id="organization"></span><span id="sandbox" class="vscode-badge" hidden>${this.#t('Sandbox')}</span></p>
    </header>
    <div id="signed-out" class="notice" hidden>
    <p>${this.#t('Sign in to create conversions. What you have typed stays.')}</p>
    <button type="button" class="vscode-button" data-step="signIn">${this.#t('Sign In…')}</button>
    </div>
    <form id="form" novalidate hidden>
    <fieldset class="types"><legend>${this.#t('Type')}</legend><div class="choices">${this.radios('type', TYPES)}</div></fieldset>
      ${this.group({ field: 'name', label: 'Name', help: 'As it will stand in lists and reports; 3 to 255 characters', control: this.input('name', 'maxlength="400" aria-required="true" aria-describedby="name-help name-error"') })}
    <p id="defaults" class="notice quiet" role="status" hidden><span id="defaults-text"></span> <button type="button" class="link" id="retry-defaults" data-step="retryDefaults" hidden>${this.#t('Try Again')}</button></p>
      ${this.settings()}
      ${this.more()}
      ${this.postback()}
    <div class="field" id="preview-field" data-types="pixel universalPixel">
        <span class="label" id="preview-label"></span>
        <pre id="preview" role="group" aria-labelledby="preview-label"></pre>
        <p class="help" id="preview-note"></p>
    </div>
    <p class="immutable" data-types="pixel">${this.#t('Once it is created, only its name and its piggyback tag can be changed.')}</p>
    <p class="immutable" data-types="universalPixel postback">${this.#t('Once it is created, only its name can be changed.')}</p>
    <div id="failure" class="notice bad" role="alert"></div>
    <div class="actions">
        <button type="submit" class="vscode-button" id="submit">${this.#t('Create')}</button>
        <button type="button" class="vscode-button secondary" id="cancel" data-step="cancel" hidden>${this.#t('Cancel')}</button>
        <span id="progress" role="status"></span>
    </div>
    </form>
    ${this.result()}
    <p id="announcement" class="unseen" role="status"></p>
</main>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
  }

  #t(message: string): string {
    return this.#translate(message).replace(
      /[&<>"']/g,
      (character) => `&#${character.charCodeAt(0)};`,
    );
  }
}

/** The form's page. It holds labels only: whatever a user or IQM wrote arrives by message and is set as text. */
export function formPage(parts: FormPageParts): string {
  return new FormMarkup(parts.translate).page(parts);
}
