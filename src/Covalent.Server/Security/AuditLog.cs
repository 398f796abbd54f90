using System.Text.Json;

namespace Covalent.Server.Security;

/// <summary>Who changed what, and who was turned away: one JSON line each in <c>logs/audit.log</c>. No values, no tokens.</summary>
internal sealed class AuditLog : IDisposable
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _clock;
    private readonly Hosting.RolledFile _file;

    public AuditLog(string dataFolder, TimeProvider clock)
    {
        _clock = clock;
        _file = new Hosting.RolledFile(Path.Combine(dataFolder, "logs", "audit.log"));
    }

    public void Write(string who, HttpContext http)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("time"u8, _clock.GetUtcNow());
            json.WriteString("who"u8, who);
            json.WriteString("address"u8, http.Connection.RemoteIpAddress?.ToString());
            json.WriteString("method"u8, http.Request.Method);
            json.WriteString("path"u8, http.Request.Path.Value);
            json.WriteNumber("status"u8, http.Response.StatusCode);
            json.WriteEndObject();
        }

        buffer.GetSpan(1)[0] = (byte)'\n';
        buffer.Advance(1);
        lock (_lock)
        {
            _file.Write(buffer.WrittenSpan);
        }
    }

    public void Dispose() => _file.Dispose();
}
