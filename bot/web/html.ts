/** A piece of HTML, as opposed to plain text. */
export class Html {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

/** What may stand in a template: text and numbers are escaped, HTML is taken as it is, arrays are joined. */
export type HtmlValue = string | number | Html | readonly HtmlValue[];

/** Template tag that escapes what it is given: ``html`<p>${'a < b'}</p>` `` is `<p>a &lt; b</p>`. */
export const html = ({ raw }: TemplateStringsArray, ...values: readonly HtmlValue[]): Html =>
  new Html(raw.reduce((source, part, i) => source + sourceOf(values[i - 1]!) + part));

/** Joins pieces with a line break between them, which `html` does not put between the items of an array. */
export const htmlLines = (pieces: readonly Html[]): Html => new Html(pieces.map(sourceOf).join('\n'));

const sourceOf = (value: HtmlValue): string => {
  if (value instanceof Html) return value.source;
  return typeof value === 'object' ? value.map(sourceOf).join('') : escapeHtml(String(value));
};

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Escapes text for HTML content and quoted attributes. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (unit) => ENTITIES[unit]!);
