/** Lines of the web page around a letter, not of the letter: navigation, share buttons, print links, a file number. */
export const FURNITURE =
  /^(您?现?在?当?前?的?位置|首页|来源|信息来源|发布|索 *引 *号|发文|文 *号 *:|办理结果|公开|分享到|【?打印|【?关闭|上一[篇条]|下一[篇条]|扫一扫|字 *[体号]|阅读|浏览|主题分类|\(此件|附件下载)|ICP备|网站标识码|^\|? *[-—]{3,}|阅读:\d|【信息来源/;

/** Lines of a site's footer: licence numbers, publisher, the site's own telephone. */
export const SITE_FOOTER = /ICP备|网站标识码|版权所有|邮编|传真|主办:|主办单位:|值班电话|网站/;
