/** Lets the services go and waits until they have stopped; a second run may follow at once in watch mode. */
export default async function globalTeardown(): Promise<void> {
  const services = globalThis.servicesProcess;
  globalThis.servicesProcess = undefined;
  if (!services || services.exitCode !== null) return;
  services.ref();
  await new Promise((resolve) => {
    services.once('exit', resolve);
    if (services.connected) services.disconnect();
  });
}
