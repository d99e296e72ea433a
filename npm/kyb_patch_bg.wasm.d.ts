/** The module, as hosts give it that import WebAssembly with the code: workerd, and bundlers that are told to. */
declare const module: WebAssembly.Module;
export default module;
