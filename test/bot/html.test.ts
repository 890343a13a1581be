import { html } from '../../bot/web/html.js';

describe('the html tag', () => {
  it('escapes text and numbers, in content and in attributes', () => {
    expect(html`<p title="${`"'`}">${'<b> & 1'}${2}</p>`.source).toBe('<p title="&quot;&#39;">&lt;b&gt; &amp; 12</p>');
  });

  it('takes HTML as it is and joins arrays', () => {
    const items = ['a', '<b>'].map((item) => html`<li>${item}</li>`);
    expect(html`<ul>${items}</ul>${html`<hr>`}${''}`.source).toBe('<ul><li>a</li><li>&lt;b&gt;</li></ul><hr>');
  });
});
