using Covalent.Core.Client.Http;

namespace Covalent;

/// <content>Triggers.</content>
public sealed partial class HttpDispatcherClient
{
    /// <summary>The server's triggers.</summary>
    public ITriggerClient Triggers => _triggers ??= new HttpTriggerClient(_server);

    private ITriggerClient? _triggers;
}
