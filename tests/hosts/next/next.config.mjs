// The server is to leave the package as it is installed: Next would take the module for a file of the page.
export default { serverExternalPackages: ['kyb-patch'] };
