import { WenxinError } from '../../errors.ts';
import v1Models from './v1Models.json' with { type: 'json' };

/** V1's endpoint for a model. */
export interface V1Endpoint {
  /** The last segment of the URL. */
  readonly name: string;
  /** Maximum tokens of an answer; `undefined` if not documented. */
  readonly maxOutputTokens: number | undefined;
}

interface V1Model {
  /** Default: the model's own name. */
  readonly endpoint?: string;
  readonly maxOutputTokens?: number;
}

const MODELS: ReadonlyMap<string, V1Model> = new Map(Object.entries(v1Models.models));

/**
 * Returns the endpoint of a chat model; ids are case-insensitive. `v1Models.json` was collected from
 * baidubce/bce-qianfan-sdk, whose limits are those of Baidu WENXINWORKSHOP/s/Llsr67q8h. A model that is not in it is
 * assumed to be the name of the user's own endpoint. Throws `invalid` if it cannot be such a name.
 */
export function v1Endpoint(model: string): V1Endpoint {
  const id = model.toLowerCase();
  const known = MODELS.get(id);
  if (known !== undefined) return { name: known.endpoint ?? id, maxOutputTokens: known.maxOutputTokens };
  // Other characters could change the rest of the URL.
  if (!/^\w[\w.-]*$/.test(model)) {
    throw new WenxinError('invalid', 'The model is neither one of V1 nor the name of an endpoint');
  }
  return { name: model, maxOutputTokens: undefined };
}
