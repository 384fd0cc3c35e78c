/**
 * Before the programs of the queue's page: its requests bear the header that goes with the console's session. It asks every
 * few seconds by itself, and that keeps no session alive: five minutes after the last touch it says that nobody is there.
 */
const ATTENTION = 300_000;
let touchedAt = performance.now();
for (const touch of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart']) {
  window.addEventListener(touch, () => (touchedAt = performance.now()), { capture: true, passive: true });
}

const send = Reflect.get(XMLHttpRequest.prototype, 'send');
XMLHttpRequest.prototype.send = function sendMarked(body) {
  const isAttended = performance.now() - touchedAt < ATTENTION;
  this.setRequestHeader('X-Countinghouse-Console', isAttended ? '1' : 'unattended');
  return Reflect.apply(send, this, [body]);
};
