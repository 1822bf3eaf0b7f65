import fc from 'fast-check';

/** Element names that some rule of the parser treats specially, and some that none does. */
const NAMES = [
  ...[
    'div',
    'p',
    'span',
    'b',
    'a',
    'i',
    'li',
    'ul',
    'h1',
    'h2',
    'button',
    'font',
    'form',
    'nobr',
    'dd',
  ],
  ...[
    'svg',
    'math',
    'g',
    'path',
    'foreignObject',
    'desc',
    'title',
    'mi',
    'mtext',
    'annotation-xml',
    'mglyph',
  ],
  ...['table', 'caption', 'tbody', 'tr', 'td', 'th', 'col', 'colgroup', 'object', 'applet'],
  ...[
    'template',
    'script',
    'style',
    'textarea',
    'xmp',
    'iframe',
    'noscript',
    'noframes',
    'noembed',
  ],
  ...['frameset', 'frame', 'head', 'body', 'html', 'meta', 'link', 'br', 'img', 'plaintext', 'x-y'],
];

const name = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...NAMES) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('SCRIPT', 'sVg', 'Title', 'h<', 'a"b', 'select', 'option'),
  },
);

const attribute = fc.constantFrom(
  ...[
    ' a',
    ' a=b',
    ' a="x>y"',
    " a='x>y'",
    ' a=/',
    ' /',
    ' a = "b"c',
    ' =x',
    ' a= >',
    ' "',
    ' a==b',
  ],
  ...[
    ' a=`>',
    ' color=red',
    ' encoding="text/html"',
    '\n',
    '\f',
    ' a=b/',
    '/a="',
    ' a=" </head> "',
  ],
  ...[' x="</script>"', ' a="<b>"', ' a=1 a=2'],
);

const tag = fc
  .tuple(
    fc.constantFrom('<', '<', '<', '</'),
    name,
    fc.array(attribute, { maxLength: 3 }),
    fc.constantFrom('>', '>', '>', '>', '/>', '', '< '),
  )
  .map(([open, element, attributes, close]) => open + element + attributes.join('') + close);

const bit = fc.constantFrom(
  ...[
    'text',
    ' ',
    '\n',
    '\r\n',
    '\t',
    '<',
    '</',
    '<!',
    '<?',
    '<3',
    '</3>',
    '</>',
    '&lt;',
    '"',
    "'",
    '>',
    '=',
  ],
  ...[
    '<!-->',
    '<!--->',
    '<!-- x -->',
    '<!--',
    '-->',
    '--!>',
    '<!--x--!>',
    '<!--<!--',
    '<!-- </head> -->',
  ],
  ...['<!doctype html>', '<!DOCTYPE', '<![CDATA[', '<![CDATA[ > ]]>', ']]>', '<?php echo ">" ?>'],
  ...[
    '<script><!--',
    '<script><!--<script>',
    '</script>',
    '</script',
    '--></script>',
    '</textarea >',
  ],
  ...[
    '</title>',
    '</svg>',
    '</math>',
    '</template>',
    '</p>',
    '</br>',
    '</body>',
    '</html>',
    '</head>',
  ],
  ...[
    '<script src=x></script>',
    '<svg><title>',
    '<svg/>',
    '<math><mi>',
    '<svg></p>',
    '\0',
    '\u001a',
    'ſ',
  ],
);

/** Anything: pieces that mean something to the tokenizer, thrown together. */
export const nastyHtml: fc.Arbitrary<string> = fc
  .array(fc.oneof({ weight: 3, arbitrary: tag }, { weight: 2, arbitrary: bit }), { maxLength: 16 })
  .map((parts) => parts.join(''));

const traps = [
  '<!-- old </head><body></body> -->',
  '<script>var a = "</head><\\/script></body>";</script>',
  '<script><!--\nif (a) b("<script></head></script>");\n//--></script>',
  '<style>a > b::after { content: "</body>" }</style>',
  '<noscript><img src=a></head></noscript>',
  '<template><html><head></head><body></body></html></template>',
  '<textarea></body></html></textarea>',
  '<title>a </head> b</title>',
  '<svg><title>x</title><script></script></svg>',
  '<svg><desc><p>x</p></desc></svg>',
  '<math><mtext><b>x</b></mtext></math>',
  '<iframe srcdoc="</body>"></iframe>',
  '<p title="</head>" data-x=\'<body>\'>x',
  '<table><tr><td>x</table>',
  '<ul><li>a<li>b</ul>',
  '<b><i>x</b></i>',
  '<!--> <!--->',
  '{{ x }}',
  'a < b',
] as const;

const headPart = fc.constantFrom(
  ...['<meta charset=utf-8>', '<title>T</title>', '<link rel=x href=y>', '<base href="/">'],
  ...traps.slice(0, 8),
);
const bodyPart = fc.constantFrom('<h1>H</h1>', 'word', '<img src=a alt="x > y">', '<br>', ...traps);

const space = fc.constantFrom('\n', '\n', '\n  ', '\n\t', '\n    ', '', ' ', '\n\n');

function lines(part: fc.Arbitrary<string>, most: number): fc.Arbitrary<string> {
  return fc.array(fc.tuple(space, part), { maxLength: most }).map((parts) => parts.flat().join(''));
}

function maybe(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.oneof({ weight: 3, arbitrary: text }, { weight: 1, arbitrary: fc.constant('') });
}

/** Pages: the usual order of things, any part of it missing, full of traps. */
export const nastyPage: fc.Arbitrary<string> = fc
  .record({
    bom: fc.constantFrom('', '', '', '\ufeff'),
    doctype: maybe(
      fc.constantFrom('<!doctype html>\n', '<!DOCTYPE html>\n', '<!-- c --><!doctype html>'),
    ),
    html: maybe(fc.constantFrom('<html>', '<html lang="en">\n', '<HTML>\n')),
    head: maybe(fc.constantFrom('<head>', '<HEAD>', '\n  <head>')),
    inHead: lines(headPart, 4),
    headEnd: maybe(
      fc
        .tuple(space, fc.constantFrom('</head>', '</HEAD >', '</head x="y>">'))
        .map((parts) => parts.join('')),
    ),
    body: maybe(
      fc
        .tuple(space, fc.constantFrom('<body>', '<body class="a > b">'))
        .map((parts) => parts.join('')),
    ),
    inBody: lines(bodyPart, 6),
    bodyEnd: maybe(
      fc.tuple(space, fc.constantFrom('</body>', '</BODY\n>')).map((parts) => parts.join('')),
    ),
    htmlEnd: maybe(fc.tuple(space, fc.constant('</html>')).map((parts) => parts.join(''))),
    tail: fc.constantFrom('', '\n', '\n\n', '\n<!-- served -->\n'),
    eol: fc.constantFrom('\n', '\n', '\r\n'),
  })
  .map(({ bom, eol, ...parts }) => bom + Object.values(parts).join('').replaceAll('\n', eol));
