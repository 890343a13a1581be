/* The chat page's own script: a token from our server, then Web Chat. Runs in the browser. */
(() => {
  const { nonce } = document.currentScript.dataset;
  const base = `${location.origin}/v3/directline`;

  const STYLE = {
    accent: '#0b4f8a',
    backgroundColor: '#ffffff',
    bubbleBackground: '#eef3f9',
    bubbleBorderRadius: 6,
    bubbleFromUserBackground: '#dcebdc',
    bubbleFromUserBorderRadius: 6,
    bubbleMaxWidth: 720,
    hideUploadButton: true,
    paddingRegular: 12,
    primaryFont: '"Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif',
    suggestedActionLayout: 'flow',
  };

  async function token() {
    const response = await fetch(`${base}/tokens/generate`, { method: 'POST' });
    if (!response.ok) throw new Error(`token: ${response.status}`);
    return response.json();
  }

  async function start() {
    const { token: value } = await token();
    const directLine = window.WebChat.createDirectLine({ domain: base, token: value });
    const ended = directLine.connectionStatus$.subscribe({
      next(status) {
        // 3 expired, 4 failed, 5 ended: begin anew with a fresh token.
        if (status < 3) return;
        ended.unsubscribe();
        setTimeout(start, 3000);
      },
    });
    window.WebChat.renderWebChat(
      { directLine, locale: 'zh-Hans', nonce, styleOptions: STYLE },
      document.getElementById('chat'),
    );
  }

  start().catch(() => setTimeout(start, 3000));
})();
