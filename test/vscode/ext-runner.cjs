// Loaded by the extension host as the `extensionTestsPath`. Sends everything the tests print to a plain file, which
// code.mjs follows, so that the terminal shows the test report without the workbench's own log lines.
const fs = require('node:fs');
const util = require('node:util');

exports.run = async function run(_root, callback) {
  const real = process.env.VSCODE_OFFLINE_TESTS;
  const fd = fs.openSync(process.env.VSCODE_OFFLINE_OUT, 'a');
  const write = (s) => {
    fs.writeSync(fd, s);
    return true;
  };
  // VS Code replaced these by accessors whose setters do nothing, so plain assignment would be lost.
  const replace = (o, k, value) =>
    Object.defineProperty(o, k, { value, configurable: true, writable: true });
  for (const k of ['log', 'info', 'warn', 'error', 'debug']) {
    replace(console, k, (...a) => {
      write(util.format(...a) + '\n');
    });
  }
  for (const name of ['stdout', 'stderr']) {
    // their `write` is not even configurable: put an heir in their place
    const stream = Object.create(process[name]);
    replace(stream, 'write', (chunk, enc, cb) => {
      write(chunk);
      (typeof enc === 'function' ? enc : cb)?.();
      return true;
    });
    replace(process, name, stream);
  }
  let mod;
  try {
    mod = require(real);
  } catch (e) {
    if (e?.code !== 'ERR_REQUIRE_ESM') {
      write(util.format(e) + '\n');
      throw e;
    }
    mod = await import(real);
  }
  const fn = mod.run ?? mod.default?.run;
  try {
    await (fn.length >= 2
      ? new Promise((ok, no) =>
          fn(real, (e, failures) =>
            e || failures ? no(e ?? new Error(`${failures} failed`)) : ok(),
          ),
        )
      : fn(real));
    // The proof that the tests ran to their end: VS Code itself reports exit code 0 even when this process was killed
    // or a test called process.exit(0), so code.mjs counts a run as passed only if this file is there.
    fs.writeFileSync(process.env.VSCODE_OFFLINE_OUT + '.passed', 'passed\n');
  } finally {
    fs.fsyncSync(fd);
  }
};
