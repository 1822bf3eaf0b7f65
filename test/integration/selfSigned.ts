/*
 * A certificate that nobody trusts, and its key. It was made for tests of what is said about such a server, holds for
 * localhost only, and protects nothing.
 */
export const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBmzCCAUGgAwIBAgIUflkNrkwseRlqNNCDuY0h5J6R/ncwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMzA4MzAzMFoYDzIxMjYxMDMw
MDgzMDMwWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAARXCyGZ6mHw8h1pm//Jqrg3du/AzlmgTfp1qx58oPWNwfrszEhxMDDt
C0tXLH5fXcLS/S1EpndyiXQCt40Yd76ho28wbTAdBgNVHQ4EFgQUdNKkhrLQpCQm
yqqVMSLJxJpK4OEwHwYDVR0jBBgwFoAUdNKkhrLQpCQmyqqVMSLJxJpK4OEwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSAAwRQIhAO6N0BMPP9fQQLk4XHXwiFYVl3WEYjiLzzYuNG39gOXfAiA5
BVfPPAS582xlxLo9MHwyjVOBr5OPiLsouJgSyeK6hQ==
-----END CERTIFICATE-----
`;

export const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgl+p1pPZRN8quW1M9
C5EV9mzQz0nkmxGUMIvkQDii0gyhRANCAARXCyGZ6mHw8h1pm//Jqrg3du/Azlmg
Tfp1qx58oPWNwfrszEhxMDDtC0tXLH5fXcLS/S1EpndyiXQCt40Yd76h
-----END PRIVATE KEY-----
`;
