using Covalent.Server.Hosting;
using Covalent.Server.Live;

namespace Covalent.Server.Api;

/// <summary>What the endpoints work with.</summary>
internal sealed record ApiParts(ServerOptions Options, ServerEngine Engine, FeedHub Feeds, BundleUploads Uploads);
