/** A password does not travel in clear to another machine because somebody on the way says that there is no TLS. */
export function needsTls(url: string): boolean {
  const { protocol, hostname, username } = new URL(url);
  return protocol === 'smtp:' && username !== '' && !/^(localhost|127\.[\d.]+|\[::1\])$/.test(hostname);
}
