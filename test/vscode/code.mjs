#!/usr/bin/env node
// Stands in for the `code` executable that @vscode/test-electron starts: runs the same tests in the npm-delivered
// VS Code with a headless browser, and exits as VS Code would.
//   VSCODE_OFFLINE_TIMEOUT    seconds before giving up with exit code 124 (600)
//   VSCODE_OFFLINE_ARTIFACTS  folder for a screenshot and logs when the exit code is not 0
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { launchBrowser } from './browser.mjs';
import { startServer, workbenchUrl } from './server.mjs';

const WITH_VALUE = new Set([
  'extensionDevelopmentPath',
  'extensionTestsPath',
  'user-data-dir',
  'extensions-dir',
  'folder-uri',
  'file-uri',
  'log',
  'locale',
  'profile',
  'disable-extension',
  'crash-reporter-directory',
]);

function parse(argv) {
  const parsed = { flags: new Set(), positional: [], values: {} };
  for (let at = 0; at < argv.length; at += 1) {
    const match = /^--([^=]+)(?:=(.*))?$/s.exec(argv[at]);
    if (!match) {
      parsed.positional.push(argv[at]);
      continue;
    }
    const [, key, given] = match;
    const value = given ?? (WITH_VALUE.has(key) ? argv[(at += 1)] : undefined);
    if (value === undefined) parsed.flags.add(key);
    else parsed.values[key] = value;
  }
  return parsed;
}

const toPath = (text) => (text.startsWith('file://') ? fileURLToPath(text) : path.resolve(text));
const { flags, positional, values } = parse(process.argv.slice(2));
const { extensionDevelopmentPath: development, extensionTestsPath: tests } = values;
if (!development || !tests) {
  console.error('code.mjs needs --extensionDevelopmentPath and --extensionTestsPath.');
  process.exit(2);
}

const out = fs.mkdtempSync(path.join(os.tmpdir(), 'vsco-out-'));
const outFile = path.join(out, 'tests.out');
fs.writeFileSync(outFile, '');
process.once('exit', () => fs.rmSync(out, { recursive: true, force: true }));
for (const [name, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
]) {
  process.once(name, () => process.exit(code));
}

const server = await startServer({
  testPayload: true,
  env: { VSCODE_OFFLINE_TESTS: toPath(tests), VSCODE_OFFLINE_OUT: outFile },
});
const remote = (file) => `vscode-remote://127.0.0.1:${server.port}${encodeURI(file)}`;
const browser = await launchBrowser();

let copied = 0;
const copyOutput = () => {
  const bytes = fs.readFileSync(outFile);
  process.stdout.write(bytes.subarray(copied));
  copied = bytes.length;
};
const follow = setInterval(copyOutput, 100);
const transcript = [];
let code = 3;
try {
  const page = await browser.context.newPage();
  let finish;
  const finished = new Promise((resolve) => (finish = resolve));
  // VS Code calls these two when the window has them; its own integration tests work the same way.
  await page.exposeFunction('codeAutomationLog', (level, args) =>
    transcript.push(`[${level}] ${args.map(String).join(' ')}`),
  );
  await page.exposeFunction('codeAutomationExit', (exitCode) => finish(exitCode));
  const seconds = Number(process.env.VSCODE_OFFLINE_TIMEOUT ?? 600);
  const timer = setTimeout(() => finish(124), seconds * 1000);
  const target = values['folder-uri'] ?? values['file-uri'] ?? positional[0];
  const folder = target && toPath(target);
  const payload = [
    ['extensionDevelopmentPath', remote(toPath(development))],
    ['extensionTestsPath', remote(fileURLToPath(new URL('./ext-runner.cjs', import.meta.url)))],
    ...(flags.has('disable-extensions') ? [['disableExtensions', 'true']] : []),
  ];
  await page.goto(workbenchUrl(server.origin, { folder, payload }));
  code = await finished;
  clearTimeout(timer);
  copyOutput();
  // A killed extension host, or a test that calls process.exit(0), counts as success for VS Code.
  if (code === 0 && !fs.existsSync(`${outFile}.passed`)) {
    code = 70;
    console.error('The extension host ended before the tests did (a crash, or process.exit).');
  }
  if (code === 124) console.error(`No result after ${seconds} s.`);
  const artifacts = process.env.VSCODE_OFFLINE_ARTIFACTS;
  if (artifacts && code !== 0) {
    fs.mkdirSync(artifacts, { recursive: true });
    await page.screenshot({ path: path.join(artifacts, 'workbench.png') }).catch(() => {});
    fs.writeFileSync(path.join(artifacts, 'server.log'), server.log());
    fs.writeFileSync(path.join(artifacts, 'workbench.log'), transcript.join('\n'));
  }
} finally {
  clearInterval(follow);
  await Promise.all([browser.close(), server.stop()]);
}
process.exit(code);
