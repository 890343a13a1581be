import JSZip from 'jszip';
import { escapeHtml } from '../../bot/web/page.js';
import { openBrowser } from './browser.js';

const paragraphs = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '');

/** A saved page of a bureau's site: the letter among navigation, related news and the page's foot. */
export const htmlOf = (text: string): string => `<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>市人大代表建议答复_某市人民政府</title><script>var a = "收悉";</script></head>
<body>
<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/xw">新闻中心</a></li><li><a href="/zw">政务公开</a></li></ul></div>
<div class="crumb">您现在的位置:<a href="/">首页</a> &gt; <a href="/zw">建议提案办理</a></div>
<div class="article"><div class="content">
${paragraphs(text)
  .map((line) => `<p>${escapeHtml(line)}</p>`)
  .join('\n')}
</div></div>
<div class="related"><a href="/1.html">全市召开工作会议</a><a href="/2.html">今年新建口袋公园</a></div>
<div class="footer">主办:某市人民政府办公室 网站标识码:1234567890</div>
</body></html>`;

/** The least a word processor opens: one document of paragraphs, by ECMA-376. */
export async function docxOf(text: string): Promise<Buffer> {
  const zip = new JSZip();
  zip.file(
    '[Content_Types].xml',
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
  );
  zip.file(
    '_rels/.rels',
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
  );
  const body = paragraphs(text)
    .map((line) => `<w:p><w:r><w:t xml:space="preserve">${escapeHtml(line)}</w:t></w:r></w:p>`)
    .join('');
  zip.file(
    'word/document.xml',
    `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`,
  );
  return zip.generateAsync({ type: 'nodebuffer' });
}

/** Printed by the browser on A4, page numbers at the foot. */
export async function pdfOf(text: string): Promise<Buffer> {
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    await page.setContent(
      `<html lang="zh-Hans"><body style="font: 16pt serif">${paragraphs(text)
        .map((line) => `<p>${escapeHtml(line)}</p>`)
        .join('')}</body></html>`,
    );
    return await page.pdf({
      format: 'A4',
      displayHeaderFooter: true,
      headerTemplate: '<span></span>',
      footerTemplate:
        '<div style="font-size:10pt;width:100%;text-align:center">— <span class="pageNumber"></span> —</div>',
      margin: { top: '2cm', bottom: '2cm', left: '2cm', right: '2cm' },
    });
  } finally {
    await browser.close();
  }
}
