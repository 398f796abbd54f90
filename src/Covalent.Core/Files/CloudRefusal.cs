using System.Net;
using System.Text.RegularExpressions;

namespace Covalent.Core.Files;

/// <summary>Reads the refusals of object stores, whose words differ and whose meanings are the same.</summary>
/// <param name="service">What the store is called.</param>
/// <param name="containers">What it calls that which holds objects.</param>
/// <param name="credentials">The variables with the credentials.</param>
internal sealed partial class CloudRefusal(string service, string containers, string credentials)
{
    public string? Explain(HttpRequestMessage request, HttpResponseMessage response, string words, string container, bool hasCredentials)
    {
        var code = response.Headers.TryGetValues("x-ms-error-code", out var told) ? told.First() : Field(words, "Code");
        var place = request.RequestUri!.GetComponents(UriComponents.Path, UriFormat.Unescaped);
        return code switch
        {
            "NoSuchBucket" or "ContainerNotFound" => $"{service} has no {containers} '{container}' ({Server(request)}). Correct the address, or create it.",
            "NoSuchKey" or "BlobNotFound" => $"{service} has no object '{place}' ({Server(request)}). Correct the address.",
            "BadDigest" or "InvalidDigest" or "Md5Mismatch" => $"{service} received '{place}' damaged: {Field(words, "Message")}. The transfer is tried again with the next attempt.",
            "AuthorizationHeaderMalformed" or "PermanentRedirect" or "IllegalLocationConstraintException" =>
                $"The {containers} '{container}' is in another region than the one asked{Region(response, words)} Set AWS_REGION on {Environment.MachineName}.",
            _ when response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => hasCredentials
                ? $"{service} refuses access to '{place}' ({code ?? ((int)response.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture)}). Check {credentials} on {Environment.MachineName}, and what they may do."
                : $"{service} refuses access to '{place}', and there are no credentials. Set {credentials} on {Environment.MachineName}.",
            _ => null,
        };
    }

    private static string Region(HttpResponseMessage response, string words)
    {
        var region = response.Headers.TryGetValues("x-amz-bucket-region", out var told) ? told.First() : Field(words, "Region");
        return region is { Length: > 0 } ? $": it is in '{region}'." : ".";
    }

    private static string Server(HttpRequestMessage request) => request.RequestUri!.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);

    private static string? Field(string words, string name)
    {
        foreach (Match field in Fields().Matches(words))
        {
            if (field.Groups["name"].Value == name)
            {
                return field.Groups["text"].Value.TrimEnd('.');
            }
        }

        return null;
    }

    // Not an XML reader: three plain fields of a short answer by a stranger.
    [GeneratedRegex("<(?<name>Code|Message|Region)>(?<text>[^<]{0,500})</")]
    private static partial Regex Fields();
}
