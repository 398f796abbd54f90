using Covalent.Core.Client.Http;
using Covalent.Server.Hosting;
using Covalent.Server.Live;
using Covalent.Server.Security;
using Covalent.Server.Triggers;

namespace Covalent.Server.Api;

/// <summary>What the endpoints work with.</summary>
internal sealed record ApiParts(ServerOptions Options, ServerEngine Engine, ILogger Logger, DiskQuota Disk) : IAsyncDisposable
{
    public FeedHub Feeds { get; } = new(() => Engine.Dispatcher, Options.Clock);

    public BundleUploads Uploads { get; } = new(Options.DataFolder, Engine.Bundles, Options.LargestFile, Disk);

    public DocumentUploads Documents { get; } = new(Options.DataFolder, Options.LargestDocument, Disk);

    public BodyBudget Bodies { get; } = new(Options.BodiesAtOnce, Options.BodyPatience, Options.Clock);

    /// <summary>Opened after the store.</summary>
    public TriggerService Triggers => _triggers ?? throw new TransientRefusal(503, ProblemCodes.Busy, "The server is starting", "The server is starting and has no triggers yet; try again in a moment.");

    private TriggerService? _triggers;

    /// <summary>Whether this server leads, and what only a leader does.</summary>
    public Leadership Leadership { get; } = new(Engine, Options, Logger);

    public required TokenStore Tokens { get; init; }

    public required Gate Gate { get; init; }

    public AuditLog Audit { get; } = new(Options.DataFolder, Options.Clock);

    public DateTimeOffset Started { get; } = Options.Clock.GetUtcNow();

    /// <summary>The same moment for measuring from; the clock may be set.</summary>
    public long StartedTimestamp { get; } = Options.Clock.GetTimestamp();

    public void OpenTriggers() => _triggers = new TriggerService(Engine.OpenTriggers(), () => Engine.Dispatcher, Options.Clock, Logger);

    public async ValueTask DisposeAsync()
    {
        await Leadership.DisposeAsync();
        if (_triggers is not null)
        {
            await _triggers.DisposeAsync();
        }

        await Feeds.DisposeAsync();
        await Engine.DisposeAsync();
        Audit.Dispose();
    }
}
