import { WenxinError } from '../../errors.ts';
import v1Models from './v1Models.json' with { type: 'json' };

/** How V1 is asked for a model. */
export interface V1Endpoint {
  /** The last part of the address. */
  readonly name: string;
  /** Longest answer in tokens; `undefined` where no page says it. */
  readonly maxOutputTokens: number | undefined;
}

interface V1Model {
  /** The model's own name where missing. */
  readonly endpoint?: string;
  readonly maxOutputTokens?: number;
}

const MODELS: ReadonlyMap<string, V1Model> = new Map(Object.entries(v1Models.models));

/**
 * The endpoint of a chat model, ids compared without regard to case. A model that is not in `v1Models.json` (collected in
 * baidubce/bce-qianfan-sdk, whose limits are those of Baidu WENXINWORKSHOP/s/Llsr67q8h) is taken for the name of an
 * endpoint of the person's own. Throws `invalid` when no endpoint can have that name.
 */
export function v1Endpoint(model: string): V1Endpoint {
  const id = model.toLowerCase();
  const known = MODELS.get(id);
  if (known !== undefined) return { name: known.endpoint ?? id, maxOutputTokens: known.maxOutputTokens };
  // Anything else would lead to another address.
  if (!/^\w[\w.-]*$/.test(model)) {
    throw new WenxinError('invalid', 'The model is neither one of V1 nor the name of an endpoint');
  }
  return { name: model, maxOutputTokens: undefined };
}
