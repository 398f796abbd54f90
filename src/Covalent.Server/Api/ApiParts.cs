using Covalent.Server.Hosting;
using Covalent.Server.Live;
using Covalent.Server.Security;

namespace Covalent.Server.Api;

/// <summary>What the endpoints work with.</summary>
internal sealed record ApiParts(ServerOptions Options, ServerEngine Engine, ILogger Logger) : IAsyncDisposable
{
    public FeedHub Feeds { get; } = new(() => Engine.Dispatcher, Options.Clock);

    public BundleUploads Uploads { get; } = new(Options.DataFolder, Engine.Bundles, Options.LargestFile);

    public BodyBudget Bodies { get; } = new(Options.BodiesAtOnce, Options.Clock);

    public required TokenStore Tokens { get; init; }

    public required Gate Gate { get; init; }

    public AuditLog Audit { get; } = new(Options.DataFolder, Options.Clock);

    public DateTimeOffset Started { get; } = Options.Clock.GetUtcNow();

    public async ValueTask DisposeAsync()
    {
        await Feeds.DisposeAsync();
        await Engine.DisposeAsync();
        Audit.Dispose();
    }
}
