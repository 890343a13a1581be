/* The chat page's own script: a session from our server, then Web Chat. Runs in the browser. */
(() => {
  const { nonce, wording } = document.currentScript.dataset;
  const WORDS = JSON.parse(wording);
  const BASE = `${location.origin}/v3/directline`;
  const SESSION = 'dafutong.session';
  /** Milliseconds between two looks for a fresh token; one lives for 30 minutes. */
  const REFRESH = 10 * 60 * 1000;
  /** Milliseconds until what failed is tried again. */
  const AGAIN = 3000;

  const FONT = '"Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif';
  const COMMON = {
    bubbleBorderRadius: 6,
    bubbleFromUserBorderRadius: 6,
    bubbleMaxWidth: 720,
    hideUploadButton: true,
    paddingRegular: 12,
    primaryFont: FONT,
    suggestedActionLayout: 'flow',
  };
  const LIGHT = {
    ...COMMON,
    accent: '#0b4f8a',
    backgroundColor: '#ffffff',
    bubbleBackground: '#eef3f9',
    bubbleTextColor: '#1a2330',
    bubbleFromUserBackground: '#dcebdc',
    bubbleFromUserTextColor: '#1a2330',
    subtle: '#5a6472',
    sendBoxPlaceholderColor: '#5a6472',
    timestampColor: '#5a6472',
  };
  const DARK = {
    ...COMMON,
    accent: '#8cc4f5',
    backgroundColor: '#151b22',
    bubbleBackground: '#222c37',
    bubbleTextColor: '#e4eaf1',
    bubbleBorderColor: '#34414f',
    bubbleFromUserBorderColor: '#34414f',
    bubbleFromUserBackground: '#24402d',
    bubbleFromUserTextColor: '#e4eaf1',
    sendBoxBackground: '#1b232c',
    sendBoxTextColor: '#e4eaf1',
    sendBoxButtonColor: '#b8c2ce',
    sendBoxButtonColorOnFocus: '#e4eaf1',
    sendBoxButtonColorOnHover: '#e4eaf1',
    sendBoxBorderTop: 'solid 1px #34414f',
    sendBoxPlaceholderColor: '#a9b4c1',
    subtle: '#a9b4c1',
    timestampColor: '#a9b4c1',
    suggestedActionBackgroundColor: '#151b22',
    suggestedActionTextColor: '#8cc4f5',
    suggestedActionBorderColor: '#8cc4f5',
    toastErrorBackgroundColor: '#4a1f1f',
    toastErrorColor: '#ffd7d7',
  };
  const dark = matchMedia('(prefers-color-scheme: dark)');

  const byId = (id) => document.getElementById(id);
  const say = (words) => {
    byId('status').textContent = words;
  };

  /** The socket is Web Chat's own; that it is lost is all we want to know of it. */
  class WatchedSocket extends WebSocket {
    constructor(...args) {
      super(...args);
      this.addEventListener('open', () => say(''));
      this.addEventListener('close', () => say(closing ? '' : WORDS.reconnecting));
    }
  }
  window.WebSocket = WatchedSocket;
  let closing = false;
  addEventListener('pagehide', () => {
    closing = true;
  });

  const kept = () => {
    try {
      return JSON.parse(sessionStorage.getItem(SESSION) ?? 'null');
    } catch {
      return null;
    }
  };
  const keep = (session) => {
    try {
      if (session) sessionStorage.setItem(SESSION, JSON.stringify(session));
      else sessionStorage.removeItem(SESSION);
    } catch {
      // A browser that keeps nothing forgets the talk with the page.
    }
    return session;
  };

  async function post(path, token) {
    const response = await fetch(`${BASE}${path}`, {
      method: 'POST',
      headers: token ? { Authorization: `Bearer ${token}` } : {},
    });
    if (response.ok) return response.json();
    throw Object.assign(new Error(`${path}: ${response.status}`), {
      status: response.status,
      wait: Number(response.headers.get('Retry-After')) * 1000,
    });
  }

  /** The talk of this tab taken up again, with a fresh token; a new one where there is none, or it has ended. */
  async function session() {
    const before = kept();
    if (!before) return keep(await post('/tokens/generate'));
    try {
      return keep({ ...before, ...(await post('/tokens/refresh', before.token)) });
    } catch (error) {
      if (error.status !== 401 && error.status !== 403) throw error;
      keep(null);
      return keep(await post('/tokens/generate'));
    }
  }

  /** The talk as plain words, each answer with its sources, by the id of its message. */
  const talk = new Map();
  const remember = () => (next) => (action) => {
    if (action.type === 'DIRECT_LINE/INCOMING_ACTIVITY') {
      const { activity } = action.payload;
      if (activity.type === 'message')
        talk.set(activity.id, {
          asked: activity.from.role === 'user',
          words: activity.channelData?.copy ?? activity.text,
          answer: Boolean(activity.channelData?.copy),
        });
    }
    return next(action);
  };
  const lastAnswer = () => [...talk.values()].findLast(({ answer }) => answer)?.words;

  let line;
  let store;
  function draw() {
    window.WebChat.renderWebChat(
      { directLine: line, store, locale: 'zh-Hans', nonce, styleOptions: dark.matches ? DARK : LIGHT },
      byId('chat'),
    );
  }

  async function start() {
    const before = kept()?.conversationId;
    const { token, conversationId } = await session();
    if (conversationId !== before) talk.clear();
    const mine = window.WebChat.createDirectLine({ domain: BASE, token, conversationId });
    line = mine;
    store = window.WebChat.createStore({}, remember);
    const states = mine.connectionStatus$.subscribe({
      next(status) {
        // 3 expired, 4 failed, 5 ended: begin anew.
        if (status < 3 || line !== mine) return;
        states.unsubscribe();
        again();
      },
    });
    draw();
  }
  function again(error) {
    say(WORDS.reconnecting);
    setTimeout(() => start().then(() => say(''), again), error?.wait || AGAIN);
  }

  async function copy(words) {
    // Without HTTPS there is no clipboard but the selection's.
    if (navigator.clipboard) return navigator.clipboard.writeText(words);
    const area = document.createElement('textarea');
    area.value = words;
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }

  byId('copy')?.addEventListener('click', async () => {
    const words = lastAnswer();
    if (!words) return say(WORDS.nothingToCopy);
    await copy(words);
    say(WORDS.copied);
    setTimeout(() => say(''), AGAIN);
  });
  // What is printed is the talk, not the furniture of the page.
  addEventListener('beforeprint', () => {
    const lines = [...talk.values()].map(({ asked, words }) => {
      const line = document.createElement('p');
      line.className = asked ? 'asked' : 'answered';
      line.textContent = words;
      return line;
    });
    byId('printed')?.replaceChildren(...lines);
  });
  byId('print')?.addEventListener('click', () => print());
  byId('restart')?.addEventListener('click', () => {
    keep(null);
    const old = line;
    line = undefined;
    talk.clear();
    old?.end();
    start().catch(again);
  });
  byId('outline')?.addEventListener('click', ({ target }) => {
    const { reply, start: at } = target.dataset ?? {};
    if (!reply || !store) return;
    store.dispatch({
      type: 'DIRECT_LINE/POST_ACTIVITY',
      meta: { method: 'code' },
      payload: {
        activity: { type: 'message', text: target.textContent, value: { replyId: reply, start: Number(at) } },
      },
    });
    if (narrow.matches) byId('outline').open = false;
  });

  // On a phone the chat comes first.
  const narrow = matchMedia('(max-width: 60rem)');
  const fold = () => {
    const outline = byId('outline');
    if (outline) outline.open = !narrow.matches;
  };
  fold();
  narrow.addEventListener('change', fold);
  dark.addEventListener('change', () => line && draw());

  setInterval(() => {
    const now = kept();
    if (now)
      post('/tokens/refresh', now.token)
        .then((fresh) => keep({ ...now, ...fresh }))
        .catch(() => {});
  }, REFRESH);
  start().catch(again);
})();
