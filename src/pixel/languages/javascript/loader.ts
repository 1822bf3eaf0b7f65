/**
 * Statements that load the pixel's script, for code that runs when the conversion is shown. `innerHTML` and the
 * like never run a script; an element made by `createElement` does.
 * @param address code that gives the address
 */
export function loaderLines(address: string): readonly string[] {
  return [
    "const script = document.createElement('script');",
    'script.async = true;',
    `script.src = ${address};`,
    'document.head.appendChild(script);',
  ];
}

/** A script element for pages whose address is computed: old syntax, because nothing compiles it. */
export function inlineLoader(address: string, unit: string, xml: boolean): string {
  const lines = [
    '(function () {',
    `${unit}var script = document.createElement('script');`,
    `${unit}script.async = true;`,
    `${unit}script.src = ${address};`,
    `${unit}document.head.appendChild(script);`,
    '})();',
  ];
  const guarded = xml && /[<&]/.test(address) ? ['//<![CDATA[', ...lines, '//]]>'] : lines;
  return ['<script>', ...guarded.map((line) => unit + line), '</script>'].join('\n');
}
