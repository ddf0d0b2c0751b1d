/** Asked by machines every few seconds, and never refused for it. */
export const watchedRoutes: readonly string[] = ['/healthz', '/readyz', '/metrics'];
