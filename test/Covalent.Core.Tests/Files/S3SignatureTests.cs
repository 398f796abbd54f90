using Covalent.Core.Files;

namespace Covalent.Core.Tests.Files;

public sealed class S3SignatureTests
{
    [Fact]
    public void Request_IsSignedAsAnIndependentImplementationDoes()
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "https://bucket.s3.eu-central-1.amazonaws.com/folder/a%20file.txt");
        new S3Signature("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "session", "eu-central-1").Sign(request, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        Assert.Equal(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260102/eu-central-1/s3/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token, "
            + "Signature=fd0836bca5e30f8017cf717ee28536558b04f9fa7c627788884581f934ac9588",
            request.Headers.GetValues("Authorization").Single());
        Assert.Equal("20260102T030405Z", request.Headers.GetValues("x-amz-date").Single());
    }
}
