using Covalent.Core.Client.Http;
using Covalent.Core.Execution;

namespace Covalent.Server.Api;

/// <summary>The body of a submission: that of the request, or a document that was sent beforehand. It is on disk until it is whole, then holds its share
/// of the memory for bodies.</summary>
internal sealed class SubmittedBody : IDisposable
{
    // As a tree of objects, which it is for a while, JSON takes several times its length.
    private const int WeightOfJson = 8;
    private readonly BodyBudget.Share _share;
    private readonly DocumentUploads? _documents;
    private readonly string _document;

    private SubmittedBody(BodyBudget.Share share, ReadOnlyMemory<byte> bytes, DocumentUploads? documents, string document)
    {
        _share = share;
        Bytes = bytes;
        _documents = documents;
        _document = document;
    }

    public ReadOnlyMemory<byte> Bytes { get; }

    public static async Task<SubmittedBody> ReadAsync(ApiCall call)
    {
        var document = call.Http.Request.Headers[DispatchDocument.Header].ToString();
        if (document.Length == 0)
        {
            return await ReadRequestAsync(call);
        }

        var documents = call.Parts.Documents;
        var length = documents.LengthOf(DocumentUploads.Checked(document));
        return await HoldAsync(call, length, async () => new((await documents.ReadAsync(document, call.Aborted)), documents, document));
    }

    /// <summary>What it describes is registered, so it is not needed again.</summary>
    public void Done() => _documents?.Remove(_document);

    public void Dispose() => _share.Dispose();

    private static async Task<SubmittedBody> ReadRequestAsync(ApiCall call)
    {
        var isJson = Submission.IsJson(call);
        var limit = isJson ? Math.Min(call.Parts.Options.LargestJson, call.Parts.Options.LargestBody) : call.Parts.Options.LargestBody;
        var arrived = await BodyReading.ReceiveAsync(call.Http.Request, limit, Path.Combine(call.Parts.Options.DataFolder, Spool.FolderName), call.Parts.Disk, call.Aborted);
        return await HoldAsync(call, arrived.Length * (isJson ? (long)WeightOfJson : 1),
            () => Task.FromResult<Loaded>(new(SpooledBytes.IsSpooled(arrived) ? SpooledBytes.Copy(arrived) : arrived, null, "")));
    }

    private static async Task<SubmittedBody> HoldAsync(ApiCall call, long memory, Func<Task<Loaded>> load)
    {
        var share = await call.Parts.Bodies.TakeAsync(memory, call.Aborted);
        try
        {
            var (bytes, documents, document) = await load();
            return new SubmittedBody(share, bytes, documents, document);
        }
        catch
        {
            share.Dispose();
            throw;
        }
    }

    private sealed record Loaded(ReadOnlyMemory<byte> Bytes, DocumentUploads? Documents, string Document);
}
