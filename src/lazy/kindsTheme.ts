import type { CodeKind } from '../core/highlight/codeRun.ts';

/** TextMate scopes of each kind. If several match, the most specific one applies, as in a theme. */
const SCOPES: Readonly<Record<CodeKind, readonly string[]>> = {
  comment: ['comment', 'punctuation.definition.comment', 'string.quoted.docstring', 'string.docstring'],
  string: [
    'string',
    'punctuation.definition.string',
    'constant.character.escape',
    'markup.inline.raw',
    'string.regexp',
  ],
  number: ['constant.numeric', 'keyword.other.unit', 'constant.other.color', 'punctuation.definition.constant'],
  constant: [
    'constant.language',
    'constant.other',
    'variable.language',
    'support.constant',
    'variable.other.constant.property',
    'variable.other.enummember',
  ],
  keyword: [
    'keyword',
    'storage.type',
    'storage.modifier',
    'keyword.operator.new',
    'keyword.operator.expression',
    'keyword.operator.logical.python',
    'keyword.operator.wordlike',
    'punctuation.definition.keyword',
    'entity.name.function.preprocessor',
    'meta.preprocessor',
  ],
  function: ['entity.name.function', 'support.function', 'meta.function-call.generic', 'variable.function'],
  type: [
    'entity.name.type',
    'entity.name.class',
    'entity.name.namespace',
    'entity.other.inherited-class',
    'support.type',
    'support.class',
    'storage.type.java',
    'storage.type.cs',
    'storage.type.annotation',
    'entity.name.scope-resolution',
  ],
  variable: ['variable.parameter', 'variable.other.normal.shell', 'variable.other.bracket.shell', 'variable.other.php'],
  property: [
    'support.type.property-name',
    'entity.name.tag.yaml',
    'support.type.property-name.json',
    'keyword.other.definition.ini',
    'entity.other.attribute-name.table.toml',
    'variable.other.key.toml',
    'meta.object-literal.key',
  ],
  tag: ['entity.name.tag', 'entity.name.section', 'support.class.component'],
  attribute: [
    'entity.other.attribute-name',
    'meta.decorator',
    'entity.name.function.decorator',
    'punctuation.decorator',
  ],
  operator: ['keyword.operator'],
  heading: ['markup.heading', 'entity.name.section.markdown', 'meta.diff.header', 'meta.diff.range'],
  inserted: ['markup.inserted'],
  deleted: ['markup.deleted'],
};

/** Each kind gets a unique colour, which identifies the kind and is never displayed. */
const COLOURED = Object.entries(SCOPES).map(([kind, scope], index) => ({
  kind: kind as CodeKind,
  scope,
  colour: `#0000${(index + 16).toString(16).toUpperCase()}`,
}));

/** Scopes inside something coloured that are plain code again. */
const PLAIN = [
  'meta.template.expression',
  'meta.embedded',
  'meta.interpolation',
  'punctuation.section.embedded',
  'string.unquoted.argument.shell',
  'string.unquoted.heredoc.expanded',
  'keyword.operator.type.annotation',
  'punctuation.separator.key-value',
  'source.shell meta.function-call meta.argument',
];

/** The kind for each colour of `KINDS_THEME`. */
export const KIND_OF_COLOUR: ReadonlyMap<string, CodeKind> = new Map(
  COLOURED.map(({ colour, kind }) => [colour, kind]),
);

/** A theme whose colours stand for kinds. */
export const KINDS_THEME = {
  name: 'kinds',
  type: 'light' as const,
  colors: {},
  fg: '#000000',
  bg: '#FFFFFF',
  settings: [
    { scope: PLAIN, settings: { foreground: '#000000' } },
    ...COLOURED.map(({ scope, colour }) => ({ scope: [...scope], settings: { foreground: colour } })),
  ],
};
