using Covalent.Core.Client.Http;

namespace Covalent.Server.Api;

/// <summary>The body of a submission: that of the request, or a document that was sent beforehand. Holds its share of the memory for bodies.</summary>
internal sealed class SubmittedBody : IDisposable
{
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
        var documents = document.Length > 0 ? call.Parts.Documents : null;
        var share = await call.Parts.Bodies.TakeAsync(
            documents?.LengthOf(DocumentUploads.Checked(document)) ?? call.Http.Request.ContentLength ?? call.Parts.Options.LargestBody, call.Aborted);
        try
        {
            var bytes = documents is null
                ? await BodyReading.ReadAllAsync(call.Http.Request, call.Parts.Options.LargestBody, call.Aborted)
                : await documents.ReadAsync(document, call.Aborted);
            return new SubmittedBody(share, bytes, documents, document);
        }
        catch
        {
            share.Dispose();
            throw;
        }
    }

    /// <summary>What it describes is registered, so it is not needed again.</summary>
    public void Done() => _documents?.Remove(_document);

    public void Dispose() => _share.Dispose();
}
