/** Before the programs of the queue's page: its requests bear the header that goes with the console's session. */
const send = Reflect.get(XMLHttpRequest.prototype, 'send');
XMLHttpRequest.prototype.send = function sendMarked(body) {
  this.setRequestHeader('X-Countinghouse-Console', '1');
  return Reflect.apply(send, this, [body]);
};
