// Requests to the device's web interface. An error is an ApiError; its message is a sentence for the operator.

const DEVICE_SILENT = "The device's web interface does not answer. Check that the console still runs, then repeat what you did.";

export class ApiError extends Error {
  constructor(status, body) {
    super(body.message ?? `The device's web interface answered ${status}.`);
    this.status = status;
    this.error = body.error;
    this.problems = body.problems ?? [];
    this.body = body;
  }
}

let csrf = "";
let loggedOut = () => {};

export function useCsrf(token) {
  csrf = token;
}

/** Called with the sentence when a request shows that the session has ended. */
export function onLoggedOut(listener) {
  loggedOut = listener;
}

export async function request(method, path, body) {
  const headers = { Accept: "application/json" };
  if (body !== undefined) {
    headers["Content-Type"] = "application/json";
  }
  if (method !== "GET") {
    headers["X-CSRF-Token"] = csrf;
  }
  let response;
  try {
    response = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body), credentials: "same-origin" });
  } catch {
    throw new ApiError(0, { error: "unreachable", message: DEVICE_SILENT });
  }
  const answer = await content(response);
  if (response.ok) {
    return answer;
  }
  if (answer.error === "logged-out") {
    loggedOut(answer.message);
  }
  throw new ApiError(response.status, answer);
}

async function content(response) {
  const text = await response.text();
  try {
    return text ? JSON.parse(text) : {};
  } catch {
    return { message: `The device's web interface answered ${response.status} with a text that is not JSON.` };
  }
}

export const get = (path) => request("GET", path);
export const post = (path, body) => request("POST", path, body ?? {});
export const put = (path, body) => request("PUT", path, body);
export const del = (path) => request("DELETE", path);

/** A path with its parts escaped: path`/api/profiles/${id}/renew`. */
export function path(texts, ...values) {
  return texts.reduce((all, text, index) => all + text + (index < values.length ? encodeURIComponent(values[index]) : ""), "");
}
