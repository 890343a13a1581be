/* Puts the chat on another page: <script src="https://…/embed.js" async></script>. Runs in the browser. */
(() => {
  const { src } = document.currentScript;
  const origin = new URL(src).origin;
  const NAME = '答复通';
  const style = (element, rules) => Object.assign(element.style, rules);

  const frame = document.createElement('iframe');
  frame.title = NAME;
  frame.id = 'dafutong-chat';
  frame.hidden = true;
  style(frame, {
    position: 'fixed',
    right: '1rem',
    bottom: '4.5rem',
    width: 'min(26rem, calc(100vw - 2rem))',
    height: 'min(40rem, calc(100vh - 6rem))',
    border: '1px solid #d5dde6',
    borderRadius: '8px',
    background: '#fff',
    boxShadow: '0 4px 24px #0003',
    zIndex: '2147483000',
  });

  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = NAME;
  button.setAttribute('aria-expanded', 'false');
  button.setAttribute('aria-controls', frame.id);
  style(button, {
    position: 'fixed',
    right: '1rem',
    bottom: '1rem',
    minHeight: '44px',
    padding: '0.5rem 1.25rem',
    border: '0',
    borderRadius: '22px',
    color: '#fff',
    background: '#0b4f8a',
    font: '16px sans-serif',
    cursor: 'pointer',
    zIndex: '2147483000',
  });
  button.addEventListener('click', () => {
    // Nothing is loaded before it is wanted.
    if (!frame.src) frame.src = `${origin}/embed`;
    frame.hidden = !frame.hidden;
    button.setAttribute('aria-expanded', String(!frame.hidden));
    if (!frame.hidden) frame.focus();
  });
  document.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape' || frame.hidden) return;
    frame.hidden = true;
    button.setAttribute('aria-expanded', 'false');
    button.focus();
  });

  const put = () => document.body.append(frame, button);
  if (document.body) put();
  else addEventListener('DOMContentLoaded', put);
})();
