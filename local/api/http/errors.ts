import type { ContentfulStatusCode } from "hono/utils/http-status";

/** An answer that DigitalOcean gives as `{"id": …, "message": …}`; thrown anywhere before an effect. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    readonly status: ContentfulStatusCode,
    readonly id: string,
    message: string,
  ) {
    super(message);
  }
}

export const badRequest = () => new ApiError(400, "bad_request", "error parsing request body");

export const unauthorized = () => new ApiError(401, "unauthorized", "Unable to authenticate you");

export const notFound = () =>
  new ApiError(404, "not_found", "The resource you were accessing could not be found.");

export const conflict = (message: string) => new ApiError(409, "conflict", message);

export const tooLarge = (limit: number) =>
  new ApiError(413, "payload_too_large", `The request body is larger than ${limit} bytes.`);

export const unprocessable = (message: string) =>
  new ApiError(422, "unprocessable_entity", message);

/** 501 is the one 5xx that DigitalOcean's clients never retry. */
export const notImplemented = (what: string) =>
  new ApiError(501, "not_implemented", `${what} is not implemented by the local cloud.`);

export const serverError = () => new ApiError(500, "server_error", "Unexpected server-side error");
